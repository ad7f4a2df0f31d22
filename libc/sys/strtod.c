/* strtod.c -- strtod, with a short way for what most texts hold.
 *
 * musl computes in long double, which is software here. A number of at most 2^53 times or over a
 * power of ten that a double holds exactly takes one rounding, and is right by it (Clinger, "How to
 * Read Floating Point Numbers Accurately"). All else goes to musl, whose file is compiled under
 * another name.
 */
#include <ctype.h>
#include <features.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

hidden double __wasix_musl_strtod(const char *restrict text, char **restrict end);

enum { DIGITS_MAX = 19, TEN_MAX = 22 };

static const double TENS[TEN_MAX + 1] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
	1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

struct decimal {
	uint64_t digits;
	int count;    /* of digits, leading zeros apart */
	int exponent; /* of ten */
	bool any;
};

static const char *
read_digits(const char *s, struct decimal *d, int step)
{
	for (; (unsigned)*s - '0' < 10; s++) {
		d->any = true;
		if (d->count > 0 || *s != '0')
			d->count++;
		if (d->count > DIGITS_MAX)
			return s;
		d->digits = 10 * d->digits + (unsigned)(*s - '0');
		d->exponent -= step;
	}
	return s;
}

/* The exponent behind an e, if there is one. */
static const char *
read_exponent(const char *s, struct decimal *d)
{
	const char *p = s;

	if ((*p | 32) != 'e')
		return s;
	p++;
	bool minus = *p == '-';
	p += *p == '-' || *p == '+';
	if ((unsigned)*p - '0' >= 10)
		return s;
	int value = 0;
	for (; (unsigned)*p - '0' < 10; p++)
		if (value < 10000)
			value = 10 * value + (*p - '0');
	d->exponent += minus ? -value : value;
	return p;
}

double
strtod(const char *restrict text, char **restrict end)
{
	struct decimal d = { 0 };
	const char *s = text;

	while (isspace((unsigned char)*s))
		s++;
	bool minus = *s == '-';
	s += *s == '-' || *s == '+';
	if (s[0] == '0' && (s[1] | 32) == 'x')
		return __wasix_musl_strtod(text, end);
	s = read_digits(s, &d, 0);
	if (*s == '.')
		s = read_digits(s + 1, &d, 1);
	if (!d.any || d.count > DIGITS_MAX)
		return __wasix_musl_strtod(text, end);
	s = read_exponent(s, &d);
	if (d.digits > UINT64_C(1) << 53 || d.exponent > TEN_MAX || d.exponent < -TEN_MAX)
		return __wasix_musl_strtod(text, end);
	double v = (double)d.digits;
	v = d.exponent < 0 ? v / TENS[-d.exponent] : v * TENS[d.exponent];
	if (end)
		*end = (char *)(uintptr_t)s;
	return minus ? -v : v;
}
