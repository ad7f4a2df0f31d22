/* extension_types.h -- structures that extensions read, the same for the guest's libc and the host.
 * Addresses are those of the guest. */
#ifndef ABI_EXTENSION_TYPES_H
#define ABI_EXTENSION_TYPES_H

#include <stdint.h>

/* execveat, spawn: what the next program inherits that only this one's libc knows, and for spawn what
 * it does not inherit. Sets of signals: bit n - 1 for signal n. */
struct ext_inherit {
	uint64_t defaulted; /* spawn: not ignored in the child, whatever they are here */
	uint64_t blocked;   /* spawn, with EXT_SPAWN_SETSIGMASK: its mask */
	uint32_t close_bits; /* map of descriptors that close on exec, one a bit */
	uint32_t close_bytes;
};
_Static_assert(sizeof(struct ext_inherit) == 24, "ext_inherit");

enum {
	EXT_SPAWN_SETPGROUP = 1,
	EXT_SPAWN_SETSID = 2,
	EXT_SPAWN_SETSIGMASK = 4,
};

struct ext_spawn {
	struct ext_inherit inherit;
	uint32_t flags; /* EXT_SPAWN_* */
	int32_t group;
	uint32_t actions; /* struct abi_spawn_fd_op; the mode of an OPEN lies in src_fd */
	uint32_t action_count;
	uint32_t search; /* string of directories to look into for a name without slash; 0: none */
	uint32_t reserved;
};
_Static_assert(sizeof(struct ext_spawn) == 48, "ext_spawn");

#endif
