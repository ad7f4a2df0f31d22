/* gammal.c -- tgammal, lgammal and lgammal_r.
 *
 * Stirling's series at 40 or above; smaller arguments are raised by the recurrence, negative ones
 * reflected. Near the zeros of lgammal at 1 and 2 the error is absolute.
 */
#include "math128.h"

#include <features.h>

extern int __signgam;

enum { LOW = 40 };

/* B(2n) / (2n (2n - 1)) */
static const struct {
	long double numerator, denominator;
} STIRLING[] = {
	{ 1, 12 },
	{ -1, 360 },
	{ 1, 1260 },
	{ -1, 1680 },
	{ 1, 1188 },
	{ -691, 360360 },
	{ 1, 156 },
	{ -3617, 122400 },
	{ 43867, 244188 },
	{ -174611, 125400 },
	{ 77683, 5796 },
	{ -236364091, 1506960 },
	{ 657931, 300 },
	{ -3392780147.0L, 93960 },
	{ 1723168255201.0L, 2492028 },
	{ -7709321041217.0L, 505920 },
	{ 151628697551.0L, 396 },
};

/* log Gamma for x >= LOW, as logarithm and the series behind it. */
static long double
stirling(long double x)
{
	long double z = 1 / (x * x), sum = 0;
	for (int i = sizeof STIRLING / sizeof *STIRLING; i-- > 0;)
		sum = sum * z + STIRLING[i].numerator / STIRLING[i].denominator;
	return sum / x;
}

static const long double HALF_LN_2PI = 0x1.d67f1c864beb4a69297920028832p-1L;

static long double
sin_pi(long double x)
{
	x = fmodl(x, 2);
	return sinl(x * 0x1.921fb54442d18469898cc51701b8p+1L);
}

/* x > 0; *product: what to divide by */
static long double
raise(long double x, long double *product)
{
	*product = 1;
	for (; x < LOW; x++)
		*product *= x;
	return x;
}

static long double
positive_gamma(long double x)
{
	long double product;

	if (rintl(x) == x && x <= 1755) {
		struct pair p = { 1, 0 };
		for (int n = 2; n < (int)x; n++)
			p = pair_multiply(p, (struct pair){ (long double)n, 0 });
		return p.hi + p.lo;
	}
	if (x > 1756)
		return 0x1p16383L * 0x1p16383L;
	long double y = raise(x, &product);
	/* y^(y - 1/2) in two steps, so that it stays in range */
	long double root = powl(y, (y - 0.5L) / 2);
	return root * expl(HALF_LN_2PI - y + stirling(y)) * root / product;
}

long double
tgammal(long double x)
{
	if (isnan(x) || (isinf(x) && x > 0))
		return x;
	if (x == 0)
		return 1 / x;
	if (x > 0)
		return positive_gamma(x);
	if (isinf(x) || rintl(x) == x)
		return (x - x) / (x - x);
	if (x < -1800)
		return fmodl(floorl(x), 2) == 0 ? 0.0L : -0.0L;
	return 0x1.921fb54442d18469898cc51701b8p+1L / (sin_pi(x) * positive_gamma(1 - x));
}

long double
__lgammal_r(long double x, int *sign)
{
	long double product;

	*sign = 1;
	if (isnan(x))
		return x;
	if (isinf(x))
		return x * x;
	if (x <= 0 && rintl(x) == x) {
		*sign = x == 0 && signbit(x) ? -1 : 1;
		return 1 / fabsl(x - x);
	}
	if (x < 0) {
		long double s = sin_pi(x);
		if (s > 0) /* the sign of Gamma is the sine's, turned by x < 0 */
			*sign = -1;
		int ignored;
		return logl(0x1.921fb54442d18469898cc51701b8p+1L / fabsl(s * x)) -
		       __lgammal_r(-x, &ignored);
	}
	if (x == 1 || x == 2)
		return 0;
	if (x < LOW) {
		long double y = raise(x, &product);
		return (y - 0.5L) * logl(y) - y + HALF_LN_2PI + stirling(y) - logl(product);
	}
	return (x - 0.5L) * (logl(x) - 1) + (HALF_LN_2PI - 0.5L) + stirling(x);
}

long double
lgammal(long double x)
{
	return __lgammal_r(x, &__signgam);
}

weak_alias(__lgammal_r, lgammal_r);
