// EXPECT: ok
// NATIVE: no, raw imports
/* also a large one, and nothing around it */
#include "raw.h"

int
main(void)
{
	static unsigned char b[100002];
	int zeros = 0;

	OK(preview1_random_get(b + 1, 100000));
	TRUE(b[0] == 0 && b[100001] == 0);
	for (int i = 1; i <= 100000; i++)
		zeros += b[i] == 0;
	TRUE(zeros > 200 && zeros < 700);
	OK(preview1_random_get(b, 0));
	return done();
}
