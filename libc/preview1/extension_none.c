/* extension_none.c -- for hosts without WASIX: no extension. */
#include "extension.h"

#include <errno.h>

long long
__wasix_extension(unsigned number, const long long *arguments, unsigned arguments_bytes)
{
	(void)number, (void)arguments, (void)arguments_bytes;
	return -ENOSYS;
}
