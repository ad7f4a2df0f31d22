// EXPECT: 0 wrong
#include <stdio.h>
#include <string.h>

static int
sign(int n)
{
	return (n > 0) - (n < 0);
}

/* Every length, place of difference and alignment around a word. */
int
main(void)
{
	unsigned char a[64], b[64];
	int wrong = 0;

	for (size_t shift = 0; shift < 9; shift++)
		for (size_t len = 0; len < 40; len++)
			for (size_t at = 0; at < 40; at++) {
				memset(a, 0x80, sizeof a);
				memset(b, 0x80, sizeof b);
				a[shift + at] = 0xff;
				b[at] = 0x01;
				int expected = at < len;
				wrong += sign(memcmp(a + shift, b, len)) != expected;
				wrong += sign(memcmp(b, a + shift, len)) != -expected;
			}
	printf("%d wrong\n", wrong);
	return 0;
}
