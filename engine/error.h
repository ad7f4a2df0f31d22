/* error.h -- how every stage of the engine reports that it refuses: a wasix_result, and the text in
 * the caller's wasix_error.
 *
 * The error has no heap part and may be NULL; the first message wins, so that an outer layer may
 * add its own without hiding the cause.
 */
#ifndef ENGINE_ERROR_H
#define ENGINE_ERROR_H

#include "wasix.h"

#include <stdint.h>

/* Hands a failure to the caller. Has a hidden return: only for functions that hold nothing but
 * arena memory. */
#define TRY(expression)                                           \
	do {                                                      \
		wasix_result try_result_ = (expression);          \
		if (__builtin_expect(try_result_ != WASIX_OK, 0)) \
			return try_result_;                       \
	} while (0)

/* Makes *err ready for a first message; for the entry points of the public API. err may be NULL. */
void error_clear(wasix_error *err);

/* Both return code, and write text and code to *err unless it holds a message already. Control
 * characters in the text become '?'. */
wasix_result fail(wasix_error *err, wasix_result code, const char *format, ...)
	__attribute__((format(printf, 3, 4), cold));
/* offset: byte of the module that the message is about. */
wasix_result fail_at(wasix_error *err, wasix_result code, uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 4, 5), cold));

/* WASIX_LIMIT, "out of memory". Here, so that whoever reads a caller knows that it is a failure. */
__attribute__((cold)) static inline wasix_result
fail_memory(wasix_error *err)
{
	fail(err, WASIX_LIMIT, "out of memory");
	return WASIX_LIMIT;
}

#endif
