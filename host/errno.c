/* errno.c -- host errno to WASI's, by errno.def. */
#include "host.h"

#include <errno.h>

wasix_errno
errno_to_wasi(int host_errno)
{
	switch (host_errno) {
#define ERR(number, NAME, text, host) \
	case host:                    \
		return ABI_ERRNO_##NAME;
#define ERRX(number, NAME, text, host)
#include "errno.def"
	default:
		return ABI_ERRNO_IO;
	}
}

int
errno_to_linux(wasix_errno e)
{
	switch (e) {
#define ERR(number, NAME, text, host) \
	case ABI_ERRNO_##NAME:        \
		return host;
#include "errno.def"
	default:
		return EIO;
	}
}

wasix_errno
errno_of(long result)
{
	return result < 0 ? errno_to_wasi(errno) : ABI_ERRNO_SUCCESS;
}
