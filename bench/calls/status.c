/* status.c -- the flags of a descriptor: the import fd_fdstat_get, natively fcntl, which is the system call that it makes. */
#include "least.h"

#ifdef __wasm__
#include <wasi/api.h>
#else
#include <fcntl.h>
#endif

int
main(void)
{
#ifdef __wasm__
	__wasi_fdstat_t stat;
	PRINT_LEAST(__wasi_fd_fdstat_get(1, &stat));
#else
	volatile int flags;
	PRINT_LEAST(flags = fcntl(1, F_GETFL));
#endif
	return 0;
}
