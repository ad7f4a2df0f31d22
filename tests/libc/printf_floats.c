// EXPECT: 3.141593 3.14159 3.141593e+00 0x1.921fb54442d18p+1
// EXPECT: 0.1000000000000000055511151231257827021181583404541015625
// EXPECT: inf -inf nan 0 -0
// EXPECT: 4.9406564584124654e-324 1.7976931348623157e+308
// EXPECT: 1e+10 123456.7 1.23457e+06 0.0001 1e-05
// EXPECT: [  1.50][1.50  ][001.50][+1.5]
// EXPECT: 2 4 0.5 1.0e+01
#include <float.h>
#include <math.h>
#include <stdio.h>

int
main(void)
{
	double pi = acos(-1);
	printf("%f %g %e %a\n", pi, pi, pi, pi);
	printf("%.55f\n", 0.1);
	printf("%f %f %f %g %g\n", INFINITY, -INFINITY, fabs(NAN), 0.0, -0.0);
	printf("%.17g %.17g\n", DBL_TRUE_MIN, DBL_MAX);
	printf("%g %.7g %g %g %g\n", 1e10, 123456.7, 1234567.0, 1e-4, 1e-5);
	printf("[%6.2f][%-6.2f][%06.2f][%+.1f]\n", 1.5, 1.5, 1.5, 1.5);
	printf("%.0f %.0f %g %.1e\n", 1.5, 3.5, 0.5, 9.96);
}
