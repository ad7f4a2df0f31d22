/* fd_io.h -- the imports that read and write, in line. Results are as a kernel gives them. */
#ifndef SYS_FD_IO_H
#define SYS_FD_IO_H

#include "imports.h"
#include "lowered.h"

#include <signal.h>
#include <sys/uio.h>

_Static_assert(sizeof(struct iovec) == sizeof(struct abi_iovec), "iovec");

/* The host's count, or the error. */
static inline long
counted(uint32_t error, abi_usize count)
{
	return error & 0xffff ? __wasix_result(error) : (long)count;
}

static inline long
read_into(long fd, const struct iovec *iov, long count)
{
	abi_usize n = 0;
	uint32_t e = __import_preview1_fd_read((abi_fd)fd, (void *)iov, (abi_usize)count, &n);
	return counted(e, n);
}

/* A program that has handlers at all gets SIGPIPE from here; in any other the host takes the
 * default action before this returns. */
extern hidden void (*__wasix_signal_hook)(int signal, int code);

static inline long
write_from(long fd, const struct iovec *iov, long count)
{
	abi_usize n = 0;
	uint32_t e = __import_preview1_fd_write((abi_fd)fd, (void *)iov, (abi_usize)count, &n);
	if ((e & 0xffff) == ABI_ERRNO_PIPE && __wasix_signal_hook)
		__wasix_signal_hook(SIGPIPE, SI_KERNEL);
	return counted(e, n);
}

#endif
