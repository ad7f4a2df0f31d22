/* error.c -- filling a wasix_error; names of results. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

const char *
wasix_result_name(wasix_result result)
{
	switch (result) {
	case WASIX_OK:
		return "ok";
	case WASIX_MALFORMED:
		return "malformed module";
	case WASIX_INVALID:
		return "invalid module";
	case WASIX_UNSUPPORTED:
		return "unsupported module";
	case WASIX_LINK:
		return "link error";
	case WASIX_TRAP:
		return "trap";
	case WASIX_EXCEPTION:
		return "uncaught exception";
	case WASIX_EXIT:
		return "exit";
	case WASIX_COMPILE:
		return "compile error";
	case WASIX_LIMIT:
		return "limit reached";
	case WASIX_IO:
		return "input/output error";
	case WASIX_USAGE:
		return "usage error";
	}
	return "unknown result";
}

void
error_clear(wasix_error *err)
{
	if (!err)
		return;
	err->code = WASIX_OK;
	err->has_offset = false;
	err->offset = 0;
	err->exit_code = 0;
	err->frame_count = 0;
	err->text[0] = 0;
}

/* Names in a module may hold any UTF-8, a terminal should not. */
static void
text_clean(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			*text = '?';
}

static void
error_set(wasix_error *err, wasix_result code, const char *format, va_list args)
{
	err->code = code;
	vsnprintf(err->text, sizeof err->text, format, args);
	text_clean(err->text);
}

wasix_result
fail(wasix_error *err, wasix_result code, const char *format, ...)
{
	va_list args;

	if (!err || err->code != WASIX_OK)
		return code;
	va_start(args, format);
	error_set(err, code, format, args);
	va_end(args);
	return code;
}

wasix_result
fail_at(wasix_error *err, wasix_result code, uint64_t offset, const char *format, ...)
{
	va_list args;

	if (!err || err->code != WASIX_OK)
		return code;
	va_start(args, format);
	error_set(err, code, format, args);
	va_end(args);
	err->has_offset = true;
	err->offset = offset;
	return code;
}
