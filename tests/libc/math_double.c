// CFLAGS: -lm
// EXPECT: 1.4142135623730951 2.7182818284590451 0.69314718055994529
// EXPECT: 0.8414709848078965 0.54030230586813977 1.5574077246549023
// EXPECT: 1024 3 0.5 -2 5
// EXPECT: 3 -4 3 4 3 -3
// EXPECT: 24 0.84270079294971489
// EXPECT: 0.75 3 1 0.25
// EXPECT: 1 1 0 1 2047
// EXPECT: nan 33
#include <errno.h>
#include <fenv.h>
#include <math.h>
#include <stdio.h>

int
main(void)
{
	volatile double two = 2, one = 1, minus = -1;
	int e;
	double whole;
	printf("%.17g %.17g %.17g\n", sqrt(two), exp(one), log(two));
	printf("%.17g %.17g %.17g\n", sin(one), cos(one), tan(one));
	printf("%g %g %g %g %g\n", pow(two, 10), cbrt(27), fmod(6.5, 2), remainder(6, 8), hypot(3, 4));
	printf("%g %g %g %g %g %g\n", floor(3.7), floor(-3.2), trunc(3.9), ceil(3.1), nearbyint(2.5 + 0.6),
		round(-2.5));
	printf("%g %.17g\n", tgamma(5), erf(one));
	double m = frexp(6, &e);
	printf("%g %d %g %g\n", m, e, fdim(3, 2), modf(5.25, &whole));
	printf("%d %d %d %d %d\n", isnan(NAN) != 0, isinf(INFINITY) != 0, signbit(1.0) != 0,
		isnormal(1.0) != 0, ilogb(ldexp(1, 1023)) * 2 + 1);
	errno = 0;
	double r = sqrt(minus);
	printf("%g %d\n", fabs(r), errno ? errno : 33);
}
