/* cc_args.c -- a growing argument list, and response files. */
#include "cc_args.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Response files within response files; deeper is a loop. */
enum { NESTING_MAX = 32, READ_STEP = 65536 };

static void *
checked(void *p)
{
	if (!p) {
		fputs("wasixcc: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

void
args_add(struct args *a, const char *argument)
{
	if (a->count + 2 > a->capacity) {
		a->capacity = a->capacity ? 2 * a->capacity : 64;
		a->list = checked(realloc(a->list, a->capacity * sizeof *a->list));
	}
	a->list[a->count++] = argument;
	a->list[a->count] = NULL;
}

void
args_add_all(struct args *a, const char *const *list)
{
	for (; *list; list++)
		args_add(a, *list);
}

const char *
args_format(const char *format, ...)
{
	va_list values;
	char *text = NULL;

	va_start(values, format);
	int n = vasprintf(&text, format, values);
	va_end(values);
	return checked(n < 0 ? NULL : text);
}

/* The file's bytes with a NUL behind them, or NULL. */
static char *
read_text(const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t len = 0, n;

	if (!f)
		return NULL;
	do {
		text = checked(realloc(text, len + READ_STEP + 1));
		n = fread(text + len, 1, READ_STEP, f);
		len += n;
	} while (n == READ_STEP);
	bool failed = ferror(f);
	fclose(f);
	if (failed) {
		free(text);
		return NULL;
	}
	// NOLINTNEXTLINE(clang-analyzer-security.ArrayBound): fread keeps to its bound
	text[len] = 0;
	return text;
}

/* Takes the quotes off one word in place, from *in on; *in moves behind it. */
static char *
take_word(char **in)
{
	char *p = *in, *word = p, *out = p, quote = 0;

	for (; *p && (quote || !isspace((unsigned char)*p)); p++) {
		if (*p == quote)
			quote = 0;
		else if (!quote && (*p == '\'' || *p == '"'))
			quote = *p;
		else if (*p == '\\' && quote != '\'' && p[1])
			*out++ = *++p;
		else
			*out++ = *p;
	}
	*in = *p ? p + 1 : p;
	*out = 0;
	return word;
}

static void
add_expanded(struct args *a, const char *argument, int nesting)
{
	char *text = *argument == '@' && nesting < NESTING_MAX ? read_text(argument + 1) : NULL;

	if (!text) {
		args_add(a, argument);
		return;
	}
	for (;;) {
		while (isspace((unsigned char)*text))
			text++;
		if (!*text)
			return; // NOLINT(clang-analyzer-unix.Malloc): the words are in it
		add_expanded(a, take_word(&text), nesting + 1);
	}
}

void
args_add_expanded(struct args *a, const char *argument)
{
	add_expanded(a, argument, 0);
}
