/* time_zone.c -- TZ as musl's reader of it sees it.
 *
 * A zone with summer time and no rules (EST5EDT) gets some from the implementation (POSIX, "Other
 * Environment Variables"); with none at all musl has summer the whole year. They are those of the
 * United States, which other systems take as well.
 */
#include <features.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

hidden char *__wasix_time_zone(const char *name);

static const char RULES[] = ",M3.2.0,M11.1.0";

enum { ZONE_MAX = 64 };

static bool
is_letter(char c)
{
	return (unsigned)(c | 32) - 'a' < 26;
}

static bool
is_digit(char c)
{
	return (unsigned)c - '0' < 10;
}

/* Behind a name, letters or anything in <>; NULL if there is none. */
static const char *
skip_name(const char *s)
{
	const char *start = s;

	if (*s == '<') {
		s = strchr(s, '>');
		return s ? s + 1 : NULL;
	}
	while (is_letter(*s))
		s++;
	return s > start ? s : NULL;
}

/* Behind [+-]hh[:mm[:ss]]; NULL if there are no hours. */
static const char *
skip_offset(const char *s)
{
	s += *s == '-' || *s == '+';
	if (!is_digit(*s))
		return NULL;
	while (is_digit(*s) || (*s == ':' && is_digit(s[1])))
		s++;
	return s;
}

static bool
lacks_rules(const char *zone)
{
	const char *s = skip_name(zone);

	s = s ? skip_offset(s) : NULL;
	s = s ? skip_name(s) : NULL;
	if (s && *s)
		s = skip_offset(s);
	return s && !*s;
}

/* In place of getenv in musl's __tz.c, which holds its lock here and copies what it keeps. */
char *
__wasix_time_zone(const char *name)
{
	static char zone[ZONE_MAX];
	char *value = getenv(name);
	size_t len = value ? strlen(value) : 0;

	if (!value || len + sizeof RULES > sizeof zone || !lacks_rules(value))
		return value;
	memcpy(zone, value, len);
	memcpy(zone + len, RULES, sizeof RULES);
	return zone;
}
