/* dylink.h -- what the custom section dylink.0 says: how much memory and table a module that is
 * linked at run time wants, which libraries it needs, and what is particular about its symbols
 * (tool conventions, "WebAssembly Dynamic Linking"). */
#ifndef ENGINE_DYLINK_H
#define ENGINE_DYLINK_H

#include <stdbool.h>
#include <stdint.h>

/* Of symbols. */
enum {
	DYLINK_WEAK = 0x1,  /* imports: may be missing */
	DYLINK_TLS = 0x100, /* exports: an offset in the block of thread-local variables */
};

struct dylink_symbol {
	const char *module; /* of an import; NULL for an export */
	const char *name;
	uint32_t flags;
};

struct dylink {
	uint32_t memory_size, memory_align; /* bytes; log2 */
	uint32_t table_size, table_align;   /* elements; log2 */
	const char **needed;                /* names of libraries */
	uint32_t needed_count;
	const char **paths; /* directories where they are, in which $ORIGIN is the module's own */
	uint32_t path_count;
	struct dylink_symbol *exports, *imports; /* those with flags */
	uint32_t export_count, import_count;
};

/* All flags of the symbol, 0 if nothing is said of it. */
uint32_t dylink_flags(
	const struct dylink_symbol *symbols, uint32_t count, const char *module, const char *name);

#endif
