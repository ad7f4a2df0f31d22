/* environ.c -- the environment. That it is linked makes the start fetch it. */
#include "imports.h"
#include "memory.h"
#include "start.h"

#include <stdint.h>

char **__environ = NULL;

weak_alias(__environ, ___environ);
weak_alias(__environ, _environ);
weak_alias(__environ, environ);

void
__wasix_set_environ(void)
{
	static char *none[1];
	abi_usize count, size;

	__environ = none;
	if (__import_preview1_environ_sizes_get(&count, &size) & 0xffff || count == 0)
		return;
	char **list = __wasix_break((count + 1) * sizeof *list + size);
	if (!list || __import_preview1_environ_get(list, list + count + 1) & 0xffff)
		return;
	list[count] = NULL;
	__environ = list;
}
