/* powl.c -- powl.
 *
 * Whole exponents below 2^15 go by squaring, with twice the digits; others by exp(y log x), where
 * the error grows with |y log x|, to some 40 units in the last place at the ends of the range.
 */
#include "math128.h"

static int
is_whole(long double y)
{
	return rintl(y) == y;
}

static int
is_odd(long double y)
{
	return is_whole(y) && is_whole(y / 2) == 0;
}

static long double
by_squaring(long double x, int n)
{
	struct pair result = { 1, 0 }, base = { x, 0 };
	int invert = n < 0;

	for (unsigned m = invert ? (unsigned)-n : (unsigned)n; m; m >>= 1) {
		if (m & 1)
			result = pair_multiply(result, base);
		base = pair_multiply(base, base);
	}
	long double r = result.hi + result.lo;
	return invert ? 1 / r : r;
}

/* x > 0 */
static long double
by_logarithm(long double x, long double y)
{
	struct pair l = __wasix_log_pair(x);

	if (!(fabsl(y * l.hi) < 12000))
		return expl(y * l.hi);
	struct pair p = pair_product(y, l.hi);
	long double low = p.lo + y * l.lo, r = expl(p.hi);
	return isfinite(low) && isfinite(r) ? r + r * low : r;
}

long double
powl(long double x, long double y)
{
	if (y == 0 || x == 1)
		return 1;
	if (isnan(x) || isnan(y))
		return x + y;
	if (isinf(y)) {
		if (fabsl(x) == 1)
			return 1;
		return (fabsl(x) > 1) == (y > 0) ? INFINITY : 0;
	}
	int negative = signbit(x) && is_odd(y);
	if (x == 0 || isinf(x)) {
		int large = isinf(x) == (y > 0);
		long double r = large ? INFINITY : 0;
		if (x == 0 && y < 0)
			r = 1 / fabsl(x);
		return negative ? -r : r;
	}
	if (x < 0 && !is_whole(y))
		return (x - x) / (x - x);
	long double a = fabsl(x), r;
	if (is_whole(y) && fabsl(y) < 0x1p15L) {
		r = by_squaring(a, (int)y);
		if (!isfinite(r) ||
			r < 0x1p-16000L) /* a step was out of range, the result need not be */
			r = by_logarithm(a, y);
	} else {
		r = by_logarithm(a, y);
	}
	return negative ? -r : r;
}
