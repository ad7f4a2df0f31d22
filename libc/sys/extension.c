/* extension.c -- the way of an extension to the host: a call of a table entry that no table has. */
#include "extension.h"
#include "imports.h"

#include <errno.h>

enum { FIRST = 0xffff0000 };

long long
__wasix_extension(unsigned number, const long long *arguments, unsigned arguments_bytes)
{
	long long result = 0;
	uint32_t e = __import_wasix_call_dynamic((abi_function_pointer)(FIRST + number), arguments,
		arguments_bytes, &result, sizeof result, 1);

	if ((e & 0xffff) == ABI_ERRNO_INTR)
		return -EINTR;
	return e & 0xffff ? -ENOSYS : result;
}
