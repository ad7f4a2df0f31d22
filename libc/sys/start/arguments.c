/* arguments.c -- argc and argv. */
#include "imports.h"
#include "memory.h"
#include "start.h"

const struct arguments *
__wasix_arguments(void)
{
	static struct arguments a;
	static char *none[1];
	abi_usize count, size;

	if (a.argv)
		return &a;
	a.argv = none;
	if (__import_preview1_args_sizes_get(&count, &size) & 0xffff || count == 0)
		return &a;
	char **list = __wasix_break((count + 1) * sizeof *list + size);
	if (!list || __import_preview1_args_get(list, list + count + 1) & 0xffff)
		return &a;
	list[count] = NULL;
	a = (struct arguments){ (int)count, list };
	return &a;
}
