/* fuzz_host_extension.c -- calls of extensions, any row of extensions.def. What an argument is like
 * follows from its name in the row, so rows that are added need no line here. */
#include "fuzz_host.h"

#include "extension.h"
#include "fuzz_scratch.h"
#include "guest.h"

#include <string.h>

enum {
	AT_VALUES = 512,
	AT_RESULT = 576,
	ERRNO_MAX = 133, /* EHWPOISON, Linux's last */
	PROCESSES = 5,   /* numbers of processes from 0 on that are tried most */
};

static bool is_read; /* the result of the last call lies at AT_RESULT */

enum kind { KIND_STRUCTURE, KIND_PATH, KIND_DESCRIPTOR, KIND_SIZE, KIND_NUMBER, KIND_PROCESS };

/* Ends of names; all others are structures. */
static const struct {
	const char *end;
	enum kind kind;
} NAMES[] = {
	{ "fd", KIND_DESCRIPTOR },
	{ "dir", KIND_DESCRIPTOR },
	{ "directory", KIND_DESCRIPTOR },
	{ "in", KIND_DESCRIPTOR },
	{ "out", KIND_DESCRIPTOR },
	{ "path", KIND_PATH },
	{ "old", KIND_PATH },
	{ "new", KIND_PATH },
	{ "name", KIND_PATH },
	{ "len", KIND_SIZE },
	{ "lengths", KIND_SIZE },
	{ "length", KIND_SIZE },
	{ "bytes", KIND_SIZE },
	{ "size", KIND_SIZE },
	{ "count", KIND_SIZE },
	{ "pid", KIND_PROCESS },
	{ "group", KIND_PROCESS },
	{ "id", KIND_PROCESS },
	{ "flags", KIND_NUMBER },
	{ "options", KIND_NUMBER },
	{ "mode", KIND_NUMBER },
	{ "mask", KIND_NUMBER },
	{ "type", KIND_NUMBER },
	{ "signal", KIND_NUMBER },
	{ "domain", KIND_NUMBER },
	{ "protocol", KIND_NUMBER },
	{ "level", KIND_NUMBER },
	{ "option", KIND_NUMBER },
	{ "command", KIND_NUMBER },
	{ "operation", KIND_NUMBER },
	{ "op", KIND_NUMBER },
	{ "request", KIND_NUMBER },
	{ "resource", KIND_NUMBER },
	{ "who", KIND_NUMBER },
	{ "clock", KIND_NUMBER },
	{ "offset", KIND_NUMBER },
};

static enum kind
kind_of(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		size_t end = strlen(NAMES[i].end);
		if (len >= end && memcmp(name + len - end, NAMES[i].end, end) == 0 &&
			(len == end || name[len - end - 1] == '_'))
			return NAMES[i].kind;
	}
	return KIND_STRUCTURE;
}

static uint64_t
take_kind(struct input *in, enum kind kind)
{
	switch (kind) {
	case KIND_DESCRIPTOR:
		return (uint64_t)(int32_t)take_descriptor(in);
	case KIND_PATH:
		return take_pointer(in, "u8");
	case KIND_SIZE:
		return take_size(in);
	case KIND_PROCESS: {
		uint8_t pick = take(in);
		return (uint64_t)(pick < 0xc0 ? pick % PROCESSES - (pick >> 7)
					      : (int32_t)take_number(in));
	}
	case KIND_NUMBER:
		return take_number(in);
	default:
		return take_pointer(in, "structure");
	}
}

/* In one case of eight an argument is not of its kind. */
static uint64_t
take_value(struct input *in, const char *name, size_t len)
{
	uint8_t pick = take(in);

	if (pick < 0xe0)
		return take_kind(in, kind_of(name, len));
	return pick < 0xf0 ? take_kind(in, (enum kind)(pick % (KIND_PROCESS + 1))) : take_long(in);
}

/* Mostly as it should be. */
static int32_t
take_place(struct input *in, uint32_t right)
{
	return (int32_t)(take(in) < 0xf8 ? right : take_pointer(in, ""));
}

void
take_extension(struct input *in, size_t index, wasix_value *args)
{
	const struct extension *e = extension_at(index);
	uint64_t values[EXTENSION_ARGUMENTS] = { 0 };
	size_t count = 0;

	for (const char *at = e->parameters; *at && count < EXTENSION_ARGUMENTS;) {
		size_t len = strcspn(at, ", ");
		values[count++] = take_value(in, at, len);
		at += len + strspn(at + len, ", ");
	}
	store_bytes(AT_VALUES, values, sizeof values);
	int32_t result = take_place(in, AT_RESULT);
	is_read = result == AT_RESULT;
	const int32_t carried[] = { (int32_t)(EXTENSION_FIRST + e->number),
		take_place(in, AT_VALUES), take_place(in, (uint32_t)(count * sizeof *values)),
		result, take_place(in, sizeof(int64_t)), 0 };
	for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
		args[i] = (wasix_value){ .kind = WASIX_I32, .of.i32 = carried[i] };
	store_bytes(AT_RESULT, &(int64_t){ 0 }, sizeof(int64_t));
}

void
check_extension(void)
{
	struct wasix_caller c = { .memory = G.memory };
	int64_t result = 0;

	require(guest_read(&c, &result, AT_RESULT, sizeof result) == 0, "no result");
	require(!is_read || result >= -ERRNO_MAX, "a result is neither a number nor an errno");
}
