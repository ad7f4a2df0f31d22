/* hyperbolicl.c -- sinhl, coshl, tanhl, asinhl, acoshl, from expm1l and log1pl. */
#include "math128.h"

long double
sinhl(long double x)
{
	long double a = fabsl(x), r;

	if (!isfinite(x) || x == 0)
		return x;
	if (a < 11356) {
		long double t = expm1l(a);
		r = a < 80 ? (t + t / (t + 1)) / 2 : t / 2;
	} else { /* e^a is out of range a little before e^a / 2 is */
		r = expl(a / 2);
		r = r / 2 * r;
	}
	return copysignl(r, x);
}

long double
coshl(long double x)
{
	long double a = fabsl(x);

	if (isnan(x))
		return x;
	if (a < 1) {
		long double t = expm1l(a);
		return 1 + t * t / (2 * (1 + t));
	}
	if (a < 11356) {
		long double e = expl(a);
		return (e + 1 / e) / 2;
	}
	long double e = expl(a / 2);
	return e / 2 * e;
}

long double
tanhl(long double x)
{
	long double a = fabsl(x), r = 1;

	if (isnan(x) || x == 0)
		return x;
	if (a < 45) {
		long double t = expm1l(2 * a);
		r = t / (t + 2);
	}
	return copysignl(r, x);
}

long double
asinhl(long double x)
{
	long double a = fabsl(x), r;

	if (!isfinite(x) || x == 0)
		return x;
	if (a > 0x1p60L)
		r = logl(a) + (LN2_HI + LN2_LO);
	else
		r = log1pl(a + a * a / (1 + sqrtl(a * a + 1)));
	return copysignl(r, x);
}

long double
acoshl(long double x)
{
	if (isnan(x) || (isinf(x) && x > 0))
		return x;
	if (x < 1)
		return (x - x) / (x - x);
	if (x > 0x1p60L)
		return logl(x) + (LN2_HI + LN2_LO);
	long double t = x - 1;
	return log1pl(t + sqrtl(2 * t + t * t));
}
