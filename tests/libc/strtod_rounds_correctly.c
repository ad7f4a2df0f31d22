// EXPECT: 0x1.fffffffffffffp+1023 inf 34
// EXPECT: 0x0p+0 34
// EXPECT: 0x1.0000000000001p+0 0x1p+0
// EXPECT: 0x1.8p+1 rest=z
// EXPECT: 9007199254740993 -> 9007199254740992
// EXPECT: 0x1.99999ap-4
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int
main(void)
{
	char *end;
	double max = strtod("1.7976931348623157e308", NULL);
	errno = 0;
	double over = strtod("1e400", NULL);
	printf("%a %g %d\n", max, over, errno);
	errno = 0;
	double under = strtod("1e-400", NULL);
	printf("%a %d\n", under, errno);
	printf("%a %a\n", strtod("1.00000000000000022", NULL), strtod("1.0000000000000001", NULL));
	double hex = strtod("0x1.8p1z", &end);
	printf("%a rest=%s\n", hex, end);
	printf("9007199254740993 -> %.0f\n", strtod("9007199254740993", NULL));
	printf("%a\n", strtof("0.1", NULL));
}
