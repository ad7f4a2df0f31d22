/* source_line.h -- which line of which source file a byte of a module's code was compiled from. */
#ifndef ENGINE_SOURCE_LINE_H
#define ENGINE_SOURCE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wasix_module;

struct source_line {
	uint32_t line;
	/* NUL-terminated strings in the module's bytes: a directory, "" if the file needs none */
	const char *directory, *file;
};

/* By the module's line tables (DWARF 2 to 5, 32-bit format); false where they say nothing.
 * Allocates nothing; takes time in proportion to the tables. */
bool source_line_find(const struct wasix_module *m, uint64_t offset, struct source_line *out);

#endif
