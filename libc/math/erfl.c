/* erfl.c -- erfl and erfcl: the series with positive terms, and the continued fraction. */
#include "math128.h"

/* e^(-x^2), with the square's lost digits put back */
static long double
exp_minus_square(long double x)
{
	struct pair p = pair_product(x, x);
	long double e = expl(-p.hi);
	return e - e * p.lo;
}

/* 2 / sqrt(pi) e^(-x^2) sum of 2^n x^(2n + 1) / (1 3 5 ... (2n + 1)) */
static long double
series(long double x)
{
	long double term = x, sum = x, z = 2 * x * x;
	for (int n = 1; term > sum * 0x1p-118L; n++) {
		term *= z / (long double)(2 * n + 1);
		sum += term;
	}
	return 0x1.20dd750429b6d11ae3a914fed7fep+0L * exp_minus_square(x) * sum;
}

/* e^(-x^2) / sqrt(pi) / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))), from behind */
static long double
fraction(long double x)
{
	int terms = 30 + (int)(1000 / (x * x));
	long double t = x;
	for (int n = terms; n > 0; n--)
		t = x + (long double)n / 2 / t;
	return 0x1.20dd750429b6d11ae3a914fed7fep-1L * exp_minus_square(x) / t;
}

long double
erfl(long double x)
{
	long double a = fabsl(x), r = 1;

	if (isnan(x))
		return x;
	if (a < 0x1p-60L)
		return x * 0x1.20dd750429b6d11ae3a914fed7fep+0L;
	if (a < 2)
		r = series(a);
	else if (a < 9)
		r = 1 - fraction(a);
	return copysignl(r, x);
}

long double
erfcl(long double x)
{
	if (isnan(x))
		return x;
	if (x < 1)
		return 1 - erfl(x);
	return x < 108 ? fraction(x) : 0x1p-16382L * 0x1p-16382L;
}
