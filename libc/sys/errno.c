/* errno.c -- WASI errno to Linux errno, from abi/errno.def. */
#include "imports.h"

#include <errno.h>

/* clang-format off */
static const unsigned char LINUX_ERRNO[] = {
#define ERR(number, NAME, text, host) [number] = host,
#include "errno.def"
};
/* clang-format on */

long
__wasix_result(uint32_t error)
{
	error &= 0xffff;
	if (error >= sizeof LINUX_ERRNO)
		return -EIO;
	return -LINUX_ERRNO[error];
}
