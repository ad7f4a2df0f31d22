/* extension.h -- calls that the ABI has no import for (abi/extensions.def).
 *
 * A file that makes one says so at its top:
 *
 *	USES_EXTENSION(chmod);
 *
 * which lists it in the module, and then calls EXTENSION(chmod, fd, mode): the result, minus a
 * Linux errno on failure; -ENOSYS on hosts that do not have it.
 */
#ifndef SYS_EXTENSION_H
#define SYS_EXTENSION_H

#include <features.h>

enum {
#define EXT(number, name, needs, summary, parameters) EXTENSION_##name = number,
#include "extensions.def"
};

/* The host refuses what the module's custom section does not list. */
#define USES_EXTENSION(name)                                           \
	__asm__(".section .custom_section.wasix.extensions,\"\",@\n\t" \
		".asciz \"" #name "\"\n\t"                             \
		".text");                                              \
	enum { IS_LISTED_##name = 1 }

/* Takes up to six arguments, each widened to 64 bits: cast pointers to long. */
#define EXTENSION(name, ...)                                         \
	__wasix_extension(EXTENSION_##name + 0 * IS_LISTED_##name,   \
		(const long long[]){ __VA_ARGS__ __VA_OPT__(, ) 0 }, \
		sizeof((const long long[]){ __VA_ARGS__ __VA_OPT__(, ) 0 }) - sizeof(long long))

hidden long long __wasix_extension(
	unsigned number, const long long *arguments, unsigned arguments_bytes);

#endif
