/* logl.c -- logl, log1pl, log2l, log10l.
 *
 * x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2), and log(1 + f) = 2 atanh(s), s = f / (2
 * + f).
 */
#include "math128.h"

enum { TERMS = 24 };

/* log(1 + f) / s - 2 in s = f / (2 + f); the sum from the smallest term. */
static long double
tail(long double s)
{
	long double z = s * s, sum = 0;

	for (int n = TERMS; n >= 1; n--)
		sum = z * (2 / (long double)(2 * n + 1) + sum);
	return sum;
}

static long double
small_log1p(long double f)
{
	/* f - s (f - tail): as the textbooks' f - (hfsq - s (hfsq + R)), without losing f's bits */
	long double s = f / (2 + f);
	return f - s * (f - tail(s));
}

/* x > 0, finite: 1 + f and the exponent. */
static int
split(long double x, long double *f)
{
	int k;
	long double m = frexpl(x, &k);
	if (m < 0x1.6a09e667f3bcc908b2fb1366ea95p-1L) {
		m *= 2;
		k--;
	}
	*f = m - 1;
	return k;
}

/* Where a logarithm is not a number, or none is needed. */
static int
is_special(long double x)
{
	return !(x > 0) || isinf(x);
}

static long double
special(long double x)
{
	if (isnan(x) || (isinf(x) && x > 0))
		return x;
	return x == 0 ? -1 / (x * x) : (x - x) / (x - x);
}

long double
logl(long double x)
{
	long double f;

	if (is_special(x))
		return special(x);
	int k = split(x, &f);
	long double l = small_log1p(f);
	return k == 0 ? l : (long double)k * LN2_HI + (l + (long double)k * LN2_LO);
}

/* log x with some eight further digits, for powl; x > 0 and finite. */
struct pair
__wasix_log_pair(long double x)
{
	long double f;
	int k = split(x, &f);
	struct pair d = pair_sum(2, f);
	long double s = f / d.hi;
	struct pair p = pair_product(s, d.hi);
	long double s_low = (f - p.hi - p.lo - s * d.lo) / d.hi;
	struct pair r = pair_sum((long double)k * LN2_HI, 2 * s);
	return pair_sum(r.hi, r.lo + (2 * s_low + s * tail(s) + (long double)k * LN2_LO));
}

long double
log1pl(long double x)
{
	if (isnan(x) || x == 0)
		return x;
	if (x <= -1 || isinf(x))
		return special(1 + x);
	if (x > -0.29L && x < 0.41L)
		return small_log1p(x);
	long double u = 1 + x, lost = x >= 1 ? 1 - (u - x) : x - (u - 1);
	return logl(u) + lost / u;
}

long double
log2l(long double x)
{
	long double f;

	if (is_special(x))
		return special(x);
	int k = split(x, &f);
	return (long double)k + small_log1p(f) * 0x1.71547652b82fe1777d0ffda0d23ap+0L;
}

long double
log10l(long double x)
{
	if (is_special(x))
		return special(x);
	long double r = logl(x) * 0x1.bcb7b1526e50e32a6ab7555f5a68p-2L, n = rintl(r);
	/* powers of ten that can be written down exactly have exact logarithms */
	if (n >= 0 && n <= 48 && fabsl(r - n) < 0x1p-100L) {
		long double power = 1;
		for (int i = 0; i < (int)n; i++)
			power *= 10;
		if (power == x)
			return n;
	}
	return r;
}
