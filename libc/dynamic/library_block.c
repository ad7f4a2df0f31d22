/* library_block.c -- memory for a library's thread-local variables in a thread that has nothing of
 * its own yet, not even a stack: on hosts that ask the library for it (scrt1.c). It is never freed.
 */
#include "memory.h"

#include <stdint.h>

void *__wasix_library_block(size_t size, size_t align);

void *
__wasix_library_block(size_t size, size_t align)
{
	uintptr_t at = (uintptr_t)__wasix_break(size + align);

	return at ? (void *)((at + align - 1) & -(uintptr_t)align) : NULL;
}
