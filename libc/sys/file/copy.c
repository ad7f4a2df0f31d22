/* copy.c -- sendfile and copy_file_range by a buffer, where the host has no call for it.
 *
 * splice is refused then: bytes taken out of a pipe could not be put back when the write fails.
 */
#include "extension.h"
#include "lowered.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

USES_EXTENSION(copy_file_range);
USES_EXTENSION(sendfile);
USES_EXTENSION(splice);

enum { BUFFER_SIZE = 8192 };

static long
read_at(long fd, char *buf, long len, const int64_t *offset)
{
	if (!offset)
		return __wasix_sys_read(fd, (long)buf, len);
	return __wasix_sys_pread64(fd, (long)buf, len, (long)*offset, (long)(*offset >> 32), 0);
}

static long
write_at(long fd, const char *buf, long len, const int64_t *offset)
{
	if (!offset)
		return __wasix_sys_write(fd, (long)buf, len);
	return __wasix_sys_pwrite64(fd, (long)buf, len, (long)*offset, (long)(*offset >> 32), 0);
}

/* Copies until len, the end of the input or an error; offsets move by what was written. */
static long
copy(long in, int64_t *in_offset, long out, int64_t *out_offset, unsigned long len)
{
	char buf[BUFFER_SIZE];
	unsigned long done = 0;

	while (done < len && done < INT32_MAX - BUFFER_SIZE) {
		unsigned long want = len - done < sizeof buf ? len - done : sizeof buf;
		long got = read_at(in, buf, (long)want, in_offset);
		if (got <= 0)
			return done ? (long)done : got;
		for (long put = 0, n; put < got; put += n) {
			n = write_at(out, buf + put, got - put, out_offset);
			if (n <= 0)
				return done ? (long)done : n;
			done += (unsigned long)n;
			if (in_offset)
				*in_offset += n;
			if (out_offset)
				*out_offset += n;
		}
	}
	return (long)done;
}

long
__wasix_sys_sendfile64(long out, long in, long offset, long count)
{
	long r = (long)EXTENSION(sendfile, out, in, offset, count);
	return r == -ENOSYS ? copy(in, (int64_t *)offset, out, NULL, (unsigned long)count) : r;
}

long
__wasix_sys_copy_file_range(
	long in, long in_offset, long out, long out_offset, long len, long flags)
{
	if (flags)
		return -EINVAL;
	long r = (long)EXTENSION(
		copy_file_range, in, in_offset, out, out_offset, (unsigned long)len, flags);
	if (r != -ENOSYS && r != -EXDEV)
		return r;
	return copy(in, (int64_t *)in_offset, out, (int64_t *)out_offset, (unsigned long)len);
}

/* NOTE: EINVAL is Linux's answer for what does not splice; programs copy then. After ENOSYS they
 * give up. */
long
__wasix_sys_splice(long in, long in_offset, long out, long out_offset, long len, long flags)
{
	long r = (long)EXTENSION(splice, in, in_offset, out, out_offset, (unsigned long)len, flags);
	return r == -ENOSYS ? -EINVAL : r;
}
