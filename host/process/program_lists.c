/* program_lists.c -- strings and lists of strings as guests give them to exec and spawn. */
#include "guest.h"
#include "program.h"

#include <stdlib.h>

wasix_errno
string_read(struct wasix_caller *c, wasix_gptr ptr, size_t max, char **out)
{
	uint64_t size = c->memory ? atomic_load(&c->memory->bytes) : 0;
	uint8_t *at;

	if (ptr >= size || guest_span(c, ptr, size - ptr, &at))
		return ABI_ERRNO_FAULT;
	size_t room = size - ptr < max ? (size_t)(size - ptr) : max;
	*out = strndup((const char *)at, room);
	if (!*out)
		return ABI_ERRNO_NOMEM;
	if (strlen(*out) < room)
		return ABI_ERRNO_SUCCESS;
	free(*out);
	*out = NULL; /* it may be a field that is freed with the rest */
	return room == max ? ABI_ERRNO_2BIG : ABI_ERRNO_FAULT;
}

wasix_errno
strings_read(struct wasix_caller *c, wasix_gptr array, uint32_t count, size_t *room,
	struct string_list *out)
{
	wasix_gptr ptr;

	for (uint32_t i = 0; array && i < count; i++) {
		char *text;
		uint64_t at = array + (uint64_t)i * sizeof ptr;
		if (at > UINT32_MAX)
			return ABI_ERRNO_FAULT;
		GUEST_TRY(guest_read(c, &ptr, (wasix_gptr)at, sizeof ptr));
		if (!ptr)
			break;
		GUEST_TRY(string_read(c, ptr, *room, &text));
		size_t cost = strlen(text) + 1 + sizeof(char *); /* as Linux counts */
		bool fits = cost <= *room;
		bool ok = fits && list_add(out, text);
		free(text);
		if (!ok)
			return fits ? ABI_ERRNO_NOMEM : ABI_ERRNO_2BIG;
		*room -= cost;
	}
	return ABI_ERRNO_SUCCESS;
}

/* NOTE: Wasmer drops empty strings and splits at CR too. */
wasix_errno
lines_read(struct wasix_caller *c, wasix_gptr ptr, uint32_t len, struct string_list *out)
{
	uint8_t *at;

	if (!ptr || !len)
		return ABI_ERRNO_SUCCESS;
	if (len > ARGUMENTS_BYTES_MAX)
		return ABI_ERRNO_2BIG;
	GUEST_TRY(guest_span(c, ptr, len, &at));
	char *text = strndup((const char *)at, len);
	if (!text)
		return ABI_ERRNO_NOMEM;
	bool ok = true;
	char *next = *text ? text : NULL;
	while (ok && next) {
		char *end = strchr(next, '\n');
		if (end)
			*end++ = 0;
		ok = list_add(out, next);
		next = end && *end ? end : NULL;
	}
	free(text);
	return ok ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOMEM;
}

wasix_errno
list_copy_of(const struct string_list *from, struct string_list *out)
{
	for (size_t i = 0; i < from->count; i++)
		if (!list_add(out, from->items[i]))
			return ABI_ERRNO_NOMEM;
	return ABI_ERRNO_SUCCESS;
}
