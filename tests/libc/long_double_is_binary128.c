// NATIVE: no, long double has 64 bits of mantissa there
// CFLAGS: -lm
// EXPECT: 16 113 33
// EXPECT: 1.41421356237309504880168872420969798
// EXPECT: 0.1000000000000000000000000000000000048
// EXPECT: 1.189731495357231765085759326628007e+4932
// EXPECT: 3.14159265358979323846264338327950280
// EXPECT: 0x1.921fb54442d18469898cc51701b8p+1
// EXPECT: 12345678901234567890123456789012344
// EXPECT: 0.841470984807896506652502321630299 0.540302305868139717400936607442977
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int
main(void)
{
	volatile long double two = 2, tenth = 1, pi;
	tenth /= 10;
	pi = strtold("3.14159265358979323846264338327950288", NULL);
	printf("%zu %d %d\n", sizeof pi, LDBL_MANT_DIG, LDBL_DIG);
	printf("%.35Lf\n", sqrtl(two));
	printf("%.37Lf\n", tenth);
	printf("%.33Le\n", LDBL_MAX);
	printf("%.35Lf\n%La\n", pi, pi);
	printf("%.0Lf\n", strtold("12345678901234567890123456789012345", NULL));
	printf("%.33Lf %.33Lf\n", sinl(two / 2), cosl(two / 2));
}
