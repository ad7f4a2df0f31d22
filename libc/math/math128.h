/* math128.h -- what the functions of 128-bit long double share.
 *
 * musl has these functions for long double of 113 bits by way of double only. Here they have the
 * full precision; errors are a few units in the last place (tests/libc/long_double_functions.c).
 */
#ifndef MATH_MATH128_H
#define MATH_MATH128_H

#include <features.h>
#include <float.h>
#include <math.h>

/* ln 2 in two parts: the first has 96 bits, so that a product with an exponent is exact. */
#define LN2_HI 0x1.62e42fefa39ef35793c7673p-1L
#define LN2_LO 0x1.f97b57a079a193394c5b16c5068cp-103L

/* Adds without loss: hi + lo is a + b. */
struct pair {
	long double hi, lo;
};

static inline struct pair
pair_sum(long double a, long double b)
{
	long double s = a + b, t = s - a;
	return (struct pair){ s, (a - (s - t)) + (b - t) };
}

/* Multiplies without loss, by halves of 57 and 56 bits. */
static inline struct pair
pair_product(long double a, long double b)
{
	const long double split = 0x1p57L + 1;
	long double p = a * b, c = split * a, d = split * b;
	long double ah = c - (c - a), al = a - ah, bh = d - (d - b), bl = b - bh;
	return (struct pair){ p, ((ah * bh - p) + ah * bl + al * bh) + al * bl };
}

static inline struct pair
pair_multiply(struct pair a, struct pair b)
{
	struct pair p = pair_product(a.hi, b.hi);
	return pair_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

hidden struct pair __wasix_log_pair(long double x);

#endif
