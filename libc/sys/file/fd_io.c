/* fd_io.c -- reading and writing, scattered or at an offset. struct iovec is the ABI's iovec. */
#include "fd_io.h"

#include <sys/uio.h>

static uint64_t
offset_of(long low, long high)
{
	return (unsigned long)low | (uint64_t)(unsigned long)high << 32;
}

long
__wasix_sys_readv(long fd, long iov, long count)
{
	return read_into(fd, (const struct iovec *)iov, count);
}

long
__wasix_sys_read(long fd, long buf, long len)
{
	return read_into(fd, &(struct iovec){ (void *)buf, (size_t)len }, 1);
}

long
__wasix_sys_writev(long fd, long iov, long count)
{
	return write_from(fd, (const struct iovec *)iov, count);
}

long
__wasix_sys_write(long fd, long buf, long len)
{
	return write_from(fd, &(struct iovec){ (void *)buf, (size_t)len }, 1);
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
