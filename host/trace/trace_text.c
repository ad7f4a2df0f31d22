/* trace_text.c -- bounded text; see trace_text.h. */
#include "trace_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
text_add(struct text *t, const char *format, ...)
{
	va_list args;
	size_t room = (size_t)(t->end - t->at);

	va_start(args, format);
	int n = vsnprintf(t->at, room, format, args);
	va_end(args);
	if (n > 0 && (size_t)n < room) {
		t->at += n;
	} else if (n > 0) {
		*t->at = 0;
		t->end = t->at + 1;
	}
}

/* The letter behind the backslash, or 0. */
static char
escape_letter(uint8_t byte)
{
	static const char FROM[] = "\n\t\r\"\\", TO[] = "ntr\"\\";
	const char *found = byte ? strchr(FROM, byte) : NULL;
	return found ? TO[found - FROM] : 0;
}

void
text_add_quoted(struct text *t, const uint8_t *bytes, size_t len)
{
	text_add(t, "\"");
	for (size_t i = 0; i < len; i++) {
		char letter = escape_letter(bytes[i]);
		if (letter)
			text_add(t, "\\%c", letter);
		else if (bytes[i] < ' ' || bytes[i] > '~')
			text_add(t, "\\x%02x", bytes[i]);
		else
			text_add(t, "%c", bytes[i]);
	}
	text_add(t, "\"");
}
