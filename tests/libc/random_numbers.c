// NATIVE: no, another generator
// EXPECT: repeats 1
// EXPECT: differs 1
// EXPECT: entropy 1
// EXPECT: range 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

int
main(void)
{
	srand(7);
	int a = rand(), b = rand();
	srand(7);
	printf("repeats %d\n", rand() == a && rand() == b);
	printf("differs %d\n", a != b);
	unsigned char x[32], y[32] = { 0 };
	int ok = getentropy(x, 32) == 0 && getrandom(y, 32, 0) == 32;
	printf("entropy %d\n", ok && memcmp(x, y, 32) != 0);
	srandom(1);
	srand48(1);
	double d = drand48();
	printf("range %d\n", random() >= 0 && d >= 0 && d < 1);
}
