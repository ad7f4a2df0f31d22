/* archive.c -- members of an ar archive, as GNU and LLVM write it.
 *
 * A header is text: name[16], time, owner, group, mode, size[10] at 48, "`\n" at 58. A name ends
 * with "/"; one that is too long is "/N", N being its place in the member "//". The member "/"
 * holds the symbols: their count, that many places of members' headers, all big-endian, and the
 * names.
 */
#include "archive.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAGIC_SIZE = 8,
	HEADER_SIZE = 60,
	NAME_SIZE = 16,
	SIZE_AT = 48,
	SIZE_SIZE = 10,
	END_AT = 58
};

bool
archive_open(struct archive *a, const uint8_t *bytes, size_t len)
{
	*a = (struct archive){ .bytes = bytes, .len = len, .at = MAGIC_SIZE };
	return len >= MAGIC_SIZE && memcmp(bytes, "!<arch>\n", MAGIC_SIZE) == 0;
}

static size_t
number(const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len && text[i] >= '0' && text[i] <= '9'; i++)
		n = 10 * n + (size_t)(text[i] - '0');
	return n;
}

/* What precedes the slash that ends a name. */
static void
set_name(struct archive_member *out, const char *name, size_t room)
{
	const char *slash = memchr(name, '/', room);

	out->name = name;
	out->name_len = slash ? (size_t)(slash - name) : room;
}

static bool
set_long_name(const struct archive *a, struct archive_member *out, size_t at)
{
	if (at >= a->long_names_len)
		return false;
	const char *name = a->long_names + at;
	const char *end = memchr(name, '\n', a->long_names_len - at);
	out->name = name;
	out->name_len = end ? (size_t)(end - name) : a->long_names_len - at;
	if (out->name_len > 0 && name[out->name_len - 1] == '/')
		out->name_len--;
	return true;
}

bool
archive_next(struct archive *a, struct archive_member *out)
{
	while (a->at <= a->len && a->len - a->at >= HEADER_SIZE) {
		const char *header = (const char *)a->bytes + a->at;
		size_t begin = a->at + HEADER_SIZE;
		size_t size = number(header + SIZE_AT, SIZE_SIZE);
		if (memcmp(header + END_AT, "`\n", 2) != 0 || size > a->len - begin)
			return false;
		*out = (struct archive_member){ .bytes = a->bytes + begin, .len = size };
		a->at = begin + size + (size & 1);
		if (strncmp(header, "/ ", 2) == 0) {
			a->symbols = out->bytes;
			a->symbols_len = size;
		} else if (strncmp(header, "// ", 3) == 0) {
			a->long_names = (const char *)out->bytes;
			a->long_names_len = size;
		} else if (*header != '/') {
			set_name(out, header, NAME_SIZE);
			return true;
		} else if (header[1] >= '0' && header[1] <= '9') {
			return set_long_name(a, out, number(header + 1, NAME_SIZE - 1));
		}
	}
	return false;
}

static size_t
big_endian(const uint8_t *at)
{
	return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
}

bool
archive_find(
	const struct archive *a, const char *member, const char *symbol, struct archive_member *out)
{
	size_t count = a->symbols_len >= 4 ? big_endian(a->symbols) : 0;

	if (count > a->symbols_len / 4 - (count > 0))
		return false;
	const char *name = (const char *)a->symbols + 4 * (count + 1);
	const char *end = (const char *)a->symbols + a->symbols_len;
	for (size_t i = 0; i < count; i++) {
		size_t len = strnlen(name, (size_t)(end - name));
		struct archive at = *a;
		if (name + len == end)
			return false;
		at.at = big_endian(a->symbols + 4 * (i + 1));
		if (strcmp(name, symbol) == 0 && archive_next(&at, out) &&
			strlen(member) == out->name_len &&
			memcmp(member, out->name, out->name_len) == 0)
			return true;
		name += len + 1;
	}
	return false;
}
