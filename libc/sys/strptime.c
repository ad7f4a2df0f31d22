/* strptime.c -- musl's strptime, and the conversions that it lacks.
 *
 * musl 1.2.3 knows none of %F %G %g %k %l %s %u %V %Z %z, which POSIX.1-2024 has or other systems
 * take. The format is cut at those; what lies between goes to musl's file, which is compiled as it
 * is under another name.
 */
#include <ctype.h>
#include <features.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

hidden char *__wasix_musl_strptime(const char *restrict, const char *restrict, struct tm *restrict);

static const char OURS[] = "FGgklsuVZz";

static const char *
skip_spaces(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return s;
}

/* A number of up to `digits` digits. NULL: there is none, or it is out of range. */
static const char *
read_number(const char *s, int digits, int least, int most, int *number)
{
	int value = 0, n = 0;

	for (s = skip_spaces(s); n < digits && isdigit((unsigned char)*s); n++)
		value = 10 * value + (*s++ - '0');
	if (n == 0 || value < least || value > most)
		return NULL;
	*number = value;
	return s;
}

/* %z: Z, +hh, +hhmm or +hh:mm */
static const char *
read_offset(const char *s, struct tm *tm)
{
	int hours, minutes = 0;

	s = skip_spaces(s);
	if (*s == 'Z') {
		tm->tm_gmtoff = 0;
		return s + 1;
	}
	bool west = *s == '-';
	if ((!west && *s != '+') || !isdigit((unsigned char)s[1]) || !isdigit((unsigned char)s[2]))
		return NULL;
	hours = 10 * (s[1] - '0') + (s[2] - '0');
	s += 3;
	const char *colon = s + (*s == ':');
	if (isdigit((unsigned char)colon[0]) && !(s = read_number(colon, 2, 0, 59, &minutes)))
		return NULL;
	tm->tm_gmtoff = (west ? -60L : 60L) * (60 * hours + minutes);
	return s;
}

/* %s: seconds since the epoch, in the local zone */
static const char *
read_seconds(const char *s, struct tm *tm)
{
	bool negative = *(s = skip_spaces(s)) == '-';
	long long value = 0;

	s += negative;
	if (!isdigit((unsigned char)*s))
		return NULL;
	for (; isdigit((unsigned char)*s); s++)
		if (__builtin_mul_overflow(value, 10, &value) ||
			__builtin_add_overflow(value, *s - '0', &value))
			return NULL;
	time_t at = negative ? -value : value;
	return localtime_r(&at, tm) ? s : NULL;
}

/* A name of a zone is passed over, as glibc does. */
static const char *
skip_word(const char *s)
{
	s = skip_spaces(s);
	while (*s && !isspace((unsigned char)*s))
		s++;
	return s;
}

static const char *
convert(const char *s, char conversion, struct tm *tm)
{
	int ignored;

	switch (conversion) {
	case 'F':
		return __wasix_musl_strptime(skip_spaces(s), "%Y-%m-%d", tm);
	case 'k':
		return __wasix_musl_strptime(skip_spaces(s), "%H", tm);
	case 'l':
		return __wasix_musl_strptime(skip_spaces(s), "%I", tm);
	case 'u':
		s = read_number(s, 1, 1, 7, &tm->tm_wday);
		tm->tm_wday %= 7;
		return s;
	case 'G':
		return read_number(s, 4, 0, 9999, &ignored);
	case 'g':
		return read_number(s, 2, 0, 99, &ignored);
	case 'V':
		return read_number(s, 2, 0, 53, &ignored);
	case 's':
		return read_seconds(s, tm);
	case 'Z':
		return skip_word(s);
	default:
		return read_offset(s, tm);
	}
}

/* The first conversion of the format that is one of ours. NULL: there is none. */
static const char *
find_ours(const char *format)
{
	while ((format = strchr(format, '%')) && format[1]) {
		if (strchr(OURS, format[1]))
			return format;
		format += 2;
	}
	return NULL;
}

char *
strptime(const char *restrict s, const char *restrict format, struct tm *restrict tm)
{
	enum { PIECE = 256 };
	const char *ours;

	while (s && (ours = find_ours(format))) {
		char piece[PIECE];
		size_t n = (size_t)(ours - format);
		if (n >= sizeof piece)
			return NULL;
		memcpy(piece, format, n);
		piece[n] = 0;
		s = __wasix_musl_strptime(s, piece, tm);
		if (s)
			s = convert(s, ours[1], tm);
		format = ours + 2;
	}
	return s ? __wasix_musl_strptime(s, format, tm) : NULL;
}
