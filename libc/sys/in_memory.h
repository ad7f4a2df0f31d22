/* in_memory.h -- where a lowering reads or writes what a kernel would: a pointer that leads outside
 * of memory is EFAULT then, not a trap. */
#ifndef SYS_IN_MEMORY_H
#define SYS_IN_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

static inline bool
in_memory(long pointer, size_t len)
{
	unsigned long long end = (unsigned long long)(unsigned long)pointer + len;

	return end <= (unsigned long long)__builtin_wasm_memory_size(0) << 16;
}

#endif
