/* expl.c -- expl and expm1l.
 *
 * x = k ln 2 + r, |r| <= ln 2 / 2. expm1(r / 256) is a short series; expm1(2t) = p (2 + p), eight
 * times, loses almost nothing, since p stays apart from the 1.
 */
#include "math128.h"

enum { HALVINGS = 8, TERMS = 13 };

/* e^r - 1 for |r| <= 0.35; low is what r lacks. */
static long double
small_expm1(long double r, long double low)
{
	long double t = (r + low) * 0x1p-8L, p = 1;

	for (int n = TERMS; n > 1; n--)
		p = 1 + p * t / (long double)n;
	p *= t;
	for (int i = 0; i < HALVINGS; i++)
		p *= 2 + p;
	return p;
}

/* x - k ln 2, as r + low. */
static int
reduce(long double x, long double *r, long double *low)
{
	int k = (int)rintl(x * 0x1.71547652b82fe1777d0ffda0d23ap+0L);
	struct pair p = pair_sum(x - (long double)k * LN2_HI, -(long double)k * LN2_LO);
	*r = p.hi;
	*low = p.lo;
	return k;
}

long double
expl(long double x)
{
	long double r, low;

	if (isnan(x))
		return x;
	if (x > 11357)
		return 0x1p16383L * 0x1p16383L;
	if (x < -11434)
		return 0x1p-16382L * 0x1p-16382L;
	int k = reduce(x, &r, &low);
	return scalbnl(1 + small_expm1(r, low), k);
}

long double
expm1l(long double x)
{
	long double r, low;

	if (isnan(x) || x == 0)
		return x;
	if (x > 11357)
		return 0x1p16383L * 0x1p16383L;
	if (x < -80)
		return 0x1p-120L - 1;
	int k = reduce(x, &r, &low);
	long double p = small_expm1(r, low);
	if (k == 0)
		return p;
	if (k > 200)
		return scalbnl(1 + p, k);
	/* 2^k (1 + p) - 1 = 2^k p + (2^k - 1) */
	return scalbnl(p, k) + (scalbnl(1, k) - 1);
}
