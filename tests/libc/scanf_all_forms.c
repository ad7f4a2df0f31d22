// EXPECT: 12 255 8 -5 3.5 word c
// EXPECT: abc|123|2
// EXPECT: 1.5 4294967296 9
// EXPECT: -1 0
// EXPECT: inf nan 4.94066e-324
#include <math.h>
#include <stdio.h>

int
main(void)
{
	int a, b, c, d, n;
	double f, inf, nan, tiny;
	char word[16], ch, set[16], rest[16];
	long long big;
	sscanf("12 0xff 010 -5 3.5 word c", "%d %i %i %d %lf %15s %c", &a, &b, &c, &d, &f, word, &ch);
	printf("%d %d %d %d %g %s %c\n", a, b, c, d, f, word, ch);
	n = sscanf("abc123", "%15[a-z]%15[^a-z]", set, rest);
	printf("%s|%s|%d\n", set, rest, n);
	float g;
	sscanf("1.5 4294967296!", "%f %lld%n", &g, &big, &n);
	printf("%g %lld %d\n", g, big, n - 5);
	printf("%d %d\n", sscanf("", "%d", &a), sscanf("x", "%d", &a));
	sscanf("INFINITY NAN 5e-324", "%lf %lf %lf", &inf, &nan, &tiny);
	printf("%g %g %g\n", inf, fabs(nan), tiny);
}
