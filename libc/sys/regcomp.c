/* regcomp.c -- regcomp, with the equivalence classes and collating symbols of POSIX ("RE Bracket
 * Expression"), which musl refuses.
 *
 * In the locales that there are, C and C.UTF-8, [=x=] and [.x.] are the character x. It may mean
 * something where it stands, as ']' or '-', so a bracket expression that has one is written anew,
 * in an order in which nothing does: a set has none of its own. musl's file, compiled under another
 * name, gets the result.
 */
#include <features.h>
#include <limits.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

hidden int __wasix_musl_regcomp(regex_t *restrict regex, const char *restrict pattern, int flags);

/* What means something in a bracket expression. */
static const char SPECIAL[] = "]^[-";

enum { CLOSE = 1, CARET = 2, OPEN = 4, DASH = 8 };

struct bracket {
	const char *in; /* what is not read yet */
	char *out;
	unsigned special; /* the set of those that are members */
};

static unsigned
special_bit(wchar_t c)
{
	const char *at = c > 0 && c < CHAR_MAX ? strchr(SPECIAL, (char)c) : NULL;
	return at ? 1u << (at - SPECIAL) : 0;
}

static int
read_character(const char **in, wchar_t *c)
{
	int n = mbtowc(c, *in, MB_LEN_MAX);
	if (n <= 0)
		return n == 0 ? REG_EBRACK : REG_BADPAT;
	*in += n;
	return 0;
}

/* A character, or the name of one. A class cannot begin or end a range. */
static int
read_member(struct bracket *b, wchar_t *c, bool *is_class)
{
	*is_class = false;
	if (b->in[0] != '[' || (b->in[1] != '.' && b->in[1] != '='))
		return read_character(&b->in, c);
	char kind = b->in[1];
	*is_class = kind == '=';
	b->in += 2;
	int e = read_character(&b->in, c);
	if (e)
		return e;
	if (b->in[0] != kind || b->in[1] != ']')
		return REG_ECOLLATE;
	b->in += 2;
	return 0;
}

static void
write_character(struct bracket *b, wchar_t c)
{
	int n = wctomb(b->out, c);
	b->out += n > 0 ? n : 0;
}

static void
write_range(struct bracket *b, wchar_t low, wchar_t high)
{
	for (; low <= high && special_bit(low); low++)
		b->special |= special_bit(low);
	for (; low <= high && special_bit(high); high--)
		b->special |= special_bit(high);
	if (low > high)
		return;
	write_character(b, low);
	if (low == high)
		return;
	*b->out++ = '-';
	write_character(b, high);
}

/* [:alpha:], as it is */
static int
copy_class(struct bracket *b)
{
	const char *end = strstr(b->in + 2, ":]");
	if (!end)
		return REG_ECTYPE;
	size_t len = (size_t)(end + 2 - b->in);
	memcpy(b->out, b->in, len);
	b->out += len;
	b->in += len;
	return 0;
}

static int
rewrite_members(struct bracket *b)
{
	wchar_t low, high;
	bool is_class;

	for (const char *first = b->in; *b->in != ']' || b->in == first;) {
		int e = 0;
		if (b->in[0] == '[' && b->in[1] == ':') {
			e = copy_class(b);
			if (e)
				return e;
			continue;
		}
		if (b->in[0] == '-' && b->in != first && b->in[1] != ']' && b->in[1] != '-')
			return REG_ERANGE; /* as in "a-c-e" */
		e = read_member(b, &low, &is_class);
		if (e)
			return e;
		high = low;
		if (b->in[0] == '-' && b->in[1] && b->in[1] != ']') {
			b->in++;
			e = is_class ? REG_ERANGE : read_member(b, &high, &is_class);
			if (!e && (is_class || low > high))
				e = REG_ERANGE;
		}
		if (e)
			return e;
		write_range(b, low, high);
	}
	return 0;
}

/* Behind the others come those that mean something elsewhere: '^' not first, '-' first or last, '['
 * before what begins no name. */
static void
write_special(struct bracket *b, bool is_first)
{
	if (b->special & OPEN)
		*b->out++ = '[';
	if (b->special & CARET && is_first && b->special == (CARET | DASH)) {
		*b->out++ = '-';
		b->special = CARET;
	}
	if (b->special & CARET)
		*b->out++ = '^';
	if (b->special & DASH)
		*b->out++ = '-';
}

/* From the '[' on. */
static int
rewrite_bracket(struct bracket *b)
{
	char *start = b->out;
	bool negated = b->in[1] == '^';

	b->special = 0;
	b->in += 1 + negated;
	b->out += 1 + negated + 1; /* the last is room for ']' */
	char *members = b->out;
	int e = rewrite_members(b);
	if (e)
		return e;
	size_t len = (size_t)(b->out - members);
	b->out = start;
	if (!negated && len == 0 && b->special == CARET) { /* there is no such bracket expression */
		*b->out++ = '\\';
		*b->out++ = '^';
	} else {
		*b->out++ = '[';
		if (negated)
			*b->out++ = '^';
		if (b->special & CLOSE)
			*b->out++ = ']';
		memmove(b->out, members, len);
		b->out += len;
		write_special(b, !negated && len == 0);
		*b->out++ = ']';
	}
	b->in++;
	return 0;
}

/* The end of a bracket expression, or of the pattern; whether a name is in it. */
static const char *
skip_bracket(const char *s, bool *has_name)
{
	const char *first = s + 1 + (s[1] == '^');

	*has_name = false;
	for (s = first; *s && (*s != ']' || s == first); s++) {
		if (*s != '[' || !s[1] || !strchr(".=:", s[1]))
			continue;
		char kind = s[1];
		*has_name |= kind != ':';
		for (s += 2; *s && (*s != kind || s[1] != ']'); s++)
			;
		if (!*s)
			return s;
		s++;
	}
	return *s ? s + 1 : s;
}

static int
rewrite(const char *pattern, char *out)
{
	struct bracket b = { .in = pattern, .out = out };

	while (*b.in) {
		const char *end = b.in + 1;
		bool has_name = false;
		if (*b.in == '\\' && *end)
			end++;
		else if (*b.in == '[')
			end = skip_bracket(b.in, &has_name);
		if (has_name) {
			int e = rewrite_bracket(&b);
			if (e)
				return e;
			continue;
		}
		memcpy(b.out, b.in, (size_t)(end - b.in));
		b.out += end - b.in;
		b.in = end;
	}
	*b.out = 0;
	return 0;
}

int
regcomp(regex_t *restrict regex, const char *restrict pattern, int flags)
{
	enum {
		GROWTH = 3
	}; /* a bracket expression with a name has 7 bytes, and gets 6 more at most */

	if (!strstr(pattern, "[.") && !strstr(pattern, "[="))
		return __wasix_musl_regcomp(regex, pattern, flags);
	char *plain = malloc(GROWTH * strlen(pattern) + 1);
	if (!plain)
		return REG_ESPACE;
	int e = rewrite(pattern, plain);
	if (!e)
		e = __wasix_musl_regcomp(regex, plain, flags);
	free(plain);
	return e;
}
