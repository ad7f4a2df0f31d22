/* table.c -- text that fits the terminal. */
#include "table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLUMNS_PIPED = 80, COLUMNS_MIN = 40 };

size_t
table_columns(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return COLUMNS_PIPED;
	return size.ws_col < COLUMNS_MIN ? COLUMNS_MIN : size.ws_col;
}

void
table_wrap(size_t at, size_t indent, const char *text)
{
	size_t columns = table_columns();
	size_t begin = at;

	text += strspn(text, " ");
	while (*text) {
		size_t len = strcspn(text, " ");
		if (at > begin && at + 1 + len > columns) {
			printf("\n%*s", (int)indent, "");
			at = begin = indent;
		}
		at += (size_t)printf("%s%.*s", at > begin ? " " : "", (int)len, text);
		text += len;
		text += strspn(text, " ");
	}
	putchar('\n');
}

void
table_wrap_format(size_t at, size_t indent, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	int n = vasprintf(&text, format, args);
	va_end(args);
	table_wrap(at, indent, n < 0 ? "" : text);
	if (n >= 0)
		free(text);
}
