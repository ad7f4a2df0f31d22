/* fd_io.c -- read and write, scattered or at an offset. struct iovec is the ABI's iovec. */
#include "imports.h"
#include "lowered.h"

#include <signal.h>
#include <sys/uio.h>

_Static_assert(sizeof(struct iovec) == sizeof(struct abi_iovec), "iovec");

static uint64_t
offset_of(long low, long high)
{
	return (unsigned long)low | (uint64_t)(unsigned long)high << 32;
}

/* The host's count, or the error. */
static long
counted(uint32_t error, abi_usize count)
{
	return error & 0xffff ? __wasix_result(error) : (long)count;
}

long
__wasix_sys_readv(long fd, long iov, long count)
{
	abi_usize n = 0;
	uint32_t e = __import_preview1_fd_read((abi_fd)fd, (void *)iov, (abi_usize)count, &n);
	return counted(e, n);
}

long
__wasix_sys_read(long fd, long buf, long len)
{
	struct iovec iov = { (void *)buf, (size_t)len };
	return __wasix_sys_readv(fd, (long)&iov, 1);
}

/* A program that has handlers at all gets SIGPIPE from here; in any other the host takes the
 * default action before this returns. */
extern hidden void (*__wasix_signal_hook)(int signal, int code);

long
__wasix_sys_writev(long fd, long iov, long count)
{
	abi_usize n = 0;
	uint32_t e = __import_preview1_fd_write((abi_fd)fd, (void *)iov, (abi_usize)count, &n);
	if ((e & 0xffff) == ABI_ERRNO_PIPE && __wasix_signal_hook)
		__wasix_signal_hook(SIGPIPE, SI_KERNEL);
	return counted(e, n);
}

long
__wasix_sys_write(long fd, long buf, long len)
{
	struct iovec iov = { (void *)buf, (size_t)len };
	return __wasix_sys_writev(fd, (long)&iov, 1);
}

long
__wasix_sys_preadv(long fd, long iov, long count, long low, long high)
{
	abi_usize n = 0;
	uint32_t e = __import_preview1_fd_pread(
		(abi_fd)fd, (void *)iov, (abi_usize)count, offset_of(low, high), &n);
	return counted(e, n);
}

long
__wasix_sys_pread64(long fd, long buf, long len, long low, long high, long unused)
{
	(void)unused;
	struct iovec iov = { (void *)buf, (size_t)len };
	return __wasix_sys_preadv(fd, (long)&iov, 1, low, high);
}

long
__wasix_sys_pwritev(long fd, long iov, long count, long low, long high)
{
	abi_usize n = 0;
	uint32_t e = __import_preview1_fd_pwrite(
		(abi_fd)fd, (void *)iov, (abi_usize)count, offset_of(low, high), &n);
	return counted(e, n);
}

long
__wasix_sys_pwrite64(long fd, long buf, long len, long low, long high, long unused)
{
	(void)unused;
	struct iovec iov = { (void *)buf, (size_t)len };
	return __wasix_sys_pwritev(fd, (long)&iov, 1, low, high);
}
