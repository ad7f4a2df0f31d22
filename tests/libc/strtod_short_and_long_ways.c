// EXPECT: 0.1 0x1.999999999999ap-4
// EXPECT: 123456789.5 1e+22 1e+23 -0 0
// EXPECT: 9007199254740992 9007199254740994
// EXPECT: 1.5 [e] 1.5 [e+] 2 [x] 0.5 [] 0 [.]
// EXPECT: 31 [] 0 [x] inf [x] 3 []
// EXPECT: 12345678901234567168 1.2345678901234566e-07
// EXPECT: agree 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
show(const char *text, char last)
{
	char *end;
	double v = strtod(text, &end);
	printf("%g [%s]%c", v, end, last);
}

int
main(void)
{
	printf("%g %a\n", strtod(" 0.1", NULL), strtod("+0.1", NULL));
	printf("%.10g %g %g %g %g\n", atof("123456789.5"), atof("1e22"), atof("1e23"), atof("-0"), atof("0e999999"));
	printf("%.0f %.0f\n", atof("9007199254740992"), atof("9007199254740993.5"));
	show("1.5e", ' ');
	show("1.5e+", ' ');
	show("2.x", ' ');
	show(".5", ' ');
	show(".", '\n');
	show("0x1f", ' ');
	show("x", ' ');
	show("infx", ' ');
	show("00000000000000000000000000003", '\n');
	printf("%.0f %.17g\n", atof("12345678901234567168"), atof("0.00000012345678901234567"));
	/* each must be what a round trip through all digits gives */
	int agree = 1;
	char text[64];
	unsigned x = 1;
	for (int i = 0; i < 20000; i++) {
		x = x * 1664525u + 1013904223u;
		snprintf(text, sizeof text, "%u.%ue%d", x >> 8, x & 255, (int)(x >> 5) % 30 - 15);
		double v = strtod(text, NULL);
		snprintf(text, sizeof text, "%.17g", v);
		agree &= strtod(text, NULL) == v;
	}
	printf("agree %d\n", agree);
}
