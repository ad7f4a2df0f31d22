// EXIT: 134
// EXPECT-ERR: one == 2
// EXPECT-ERR: assert_names_the_place.c
#include <assert.h>

int
main(void)
{
	volatile int one = 1;
	assert(one == 2);
}
