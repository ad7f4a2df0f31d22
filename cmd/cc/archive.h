/* archive.h -- members of an ar archive, as GNU and LLVM write it. */
#ifndef CMD_ARCHIVE_H
#define CMD_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive {
	const uint8_t *bytes; /* borrowed */
	size_t len, at;
	const char *long_names; /* the member "//" */
	size_t long_names_len;
	const uint8_t *symbols; /* the member "/" */
	size_t symbols_len;
};

struct archive_member {
	const char *name; /* not terminated */
	size_t name_len;
	const uint8_t *bytes;
	size_t len;
};

/* false: these bytes are no archive, or a thin one, which holds no members. */
bool archive_open(struct archive *a, const uint8_t *bytes, size_t len);
/* false at the end, and where the archive is damaged. The symbol table is left out. */
bool archive_next(struct archive *a, struct archive_member *out);

/* The member of this name that defines the symbol: several may have one name. false: none, or the
 * archive has no symbol table. */
bool archive_find(const struct archive *a, const char *member, const char *symbol,
	struct archive_member *out);

#endif
