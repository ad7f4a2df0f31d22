// EXPECT: 340282366920938463463374607431768211455
// EXPECT: 18446744073709551616
// EXPECT: 1000000014000000049
// EXPECT: -5 3
#include <stdio.h>

static void
print(unsigned __int128 v)
{
	char text[40], *p = text + sizeof text - 1;
	*p = 0;
	do
		*--p = (char)('0' + (int)(v % 10));
	while (v /= 10);
	puts(p);
}

int
main(void)
{
	volatile unsigned __int128 all = ~(unsigned __int128)0, one = 1, prime = 1000000007;
	volatile __int128 minus = -17;
	print(all);
	print(one << 64);
	print(prime * prime * prime / prime);
	printf("%d %d\n", (int)(minus / 3), (int)(minus >> 2) + 8);
}
