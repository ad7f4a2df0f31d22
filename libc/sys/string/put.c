/* put.c -- copies of strings: how long they are first, then all at once. */
#include "words.h"

#include <features.h>
#include <string.h>

char *
__stpcpy(char *restrict to, const char *restrict from)
{
	size_t n = length_of(from);
	__builtin_memcpy(to, from, n + 1);
	return to + n;
}

char *
__stpncpy(char *restrict to, const char *restrict from, size_t n)
{
	size_t len = strnlen(from, n);
	if (len > 0)
		__builtin_memcpy(to, from, len);
	if (len < n)
		__builtin_memset(to + len, 0, n - len);
	return to + len;
}

char *
strcpy(char *restrict to, const char *restrict from)
{
	__builtin_memcpy(to, from, length_of(from) + 1);
	return to;
}

weak_alias(__stpcpy, stpcpy);
weak_alias(__stpncpy, stpncpy);

void *
memccpy(void *restrict to, const void *restrict from, int c, size_t n)
{
	const char *found = memchr(from, c, n);
	size_t len = found ? (size_t)(found - (const char *)from) + 1 : n;

	if (len > 0)
		__builtin_memcpy(to, from, len);
	return found ? (char *)to + len : NULL;
}
