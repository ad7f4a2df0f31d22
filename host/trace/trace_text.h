/* trace_text.h -- a line of text of bounded size, and guest bytes as a quoted string. */
#ifndef HOST_TRACE_TEXT_H
#define HOST_TRACE_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* What does not fit is dropped from the first addition that is too long on. */
struct text {
	char *at;  /* always a NUL */
	char *end; /* one past the buffer */
};

static inline struct text
text_in(char *buffer, size_t size)
{
	*buffer = 0;
	return (struct text){ buffer, buffer + size };
}

void text_add(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* In double quotes and plain ASCII: \n \t \r \" \\ as in C, every other byte that is not printable
 * as \xHH (always two digits), so that a guest cannot send control sequences to the terminal. */
void text_add_quoted(struct text *t, const uint8_t *bytes, size_t len);

#endif
