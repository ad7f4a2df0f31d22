/* sock_file.c -- sending files, and moving bytes by way of a pipe: the kernel moves them, none
 * passes through here. */
#include "sock.h"

#include "block.h"
#include "extension.h"
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>

enum { SEND_MAX = 0x7ffff000 }; /* bytes that one call of the kernel moves at most */

/* sendfile(2): from *offset on, which moves, or from the position. The kernel itself raises SIGPIPE
 * where nobody reads. */
static int64_t
send_file(struct wasix_caller *c, int64_t out, int64_t in, off_t *offset, uint64_t count)
{
	struct fd_ref to, from;

	int e = sock_get(c, out, &to);
	if (e)
		return e == -ENOTSOCK ? -EINVAL : e;
	e = sock_get(c, in, &from);
	if (e) {
		fd_put(&to);
		return e == -ENOTSOCK ? -EINVAL : e;
	}
	int64_t n = -EBADF;
	if (to.base & ABI_RIGHTS_FD_WRITE && from.base & ABI_RIGHTS_FD_READ)
		n = block_syscall4(c, sock_restart(to.file), SYS_sendfile, to.host, from.host,
			(long)offset, (long)(count < SEND_MAX ? count : SEND_MAX));
	fd_put(&from);
	fd_put(&to);
	return n;
}

/* WASIX, sock_send_file: the position stays; short at the end of the file */
wasix_errno
host_sock_send_file(struct wasix_caller *c, uint32_t out_fd, uint32_t in_fd, uint64_t offset,
	uint64_t count, wasix_gptr ret_sent)
{
	uint64_t sent = 0;

	if (offset > INT64_MAX)
		return ABI_ERRNO_INVAL;
	if (!guest_in_bounds(c->memory, ret_sent, sizeof sent))
		return ABI_ERRNO_FAULT;
	off_t at = (off_t)offset;
	while (sent < count) {
		int64_t n = send_file(c, out_fd, in_fd, &at, count - sent);
		if (n < 0 && sent == 0)
			return errno_to_wasi((int)-n);
		if (n <= 0)
			break;
		sent += (uint64_t)n;
	}
	return guest_write_u64(c, ret_sent, sent);
}

/* sendfile(2) */
int64_t
host_ext_sendfile(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	wasix_gptr at = (wasix_gptr)a[2];
	uint64_t count = (uint32_t)a[3];
	off_t offset;

	if (!at)
		return send_file(c, a[0], a[1], NULL, count);
	if (guest_read(c, &offset, at, sizeof offset))
		return -EFAULT;
	int64_t n = send_file(c, a[0], a[1], &offset, count);
	if (n >= 0 && guest_write(c, at, &offset, sizeof offset))
		return -EFAULT;
	return n;
}

/* --- splice --- */

/* An offset of the guest's, where it gives one. */
struct offset {
	wasix_gptr at; /* 0: the position */
	int64_t value;
};

static bool
offset_read(struct wasix_caller *c, int64_t at, struct offset *out)
{
	*out = (struct offset){ .at = (wasix_gptr)at };
	return !out->at || !guest_read(c, &out->value, out->at, sizeof out->value);
}

static bool
offset_write(struct wasix_caller *c, const struct offset *offset)
{
	return !offset->at || !guest_write(c, offset->at, &offset->value, sizeof offset->value);
}

static int64_t
splice_between(
	struct wasix_caller *c, const struct fd_ref *in, const struct fd_ref *out, const int64_t *a)
{
	const int known = SPLICE_F_MOVE | SPLICE_F_NONBLOCK | SPLICE_F_MORE;
	struct offset from, to;

	if (!(in->base & ABI_RIGHTS_FD_READ) || !(out->base & ABI_RIGHTS_FD_WRITE))
		return -EBADF;
	if (!offset_read(c, a[1], &from) || !offset_read(c, a[3], &to))
		return -EFAULT;
	int64_t n = block_syscall(c, sock_restart(out->file), SYS_splice, in->host,
		(long)(from.at ? &from.value : NULL), out->host, (long)(to.at ? &to.value : NULL),
		(uint32_t)a[4] & INT32_MAX, (int)a[5] & known);
	return offset_write(c, &from) && offset_write(c, &to) ? n : -EFAULT;
}

/* splice(2) */
int64_t
host_ext_splice(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref in, out;

	int e = sock_get(c, a[0], &in);
	if (e)
		return e == -ENOTSOCK ? -EINVAL : e;
	e = sock_get(c, a[2], &out);
	if (e) {
		fd_put(&in);
		return e == -ENOTSOCK ? -EINVAL : e;
	}
	int64_t n = splice_between(c, &in, &out, a);
	fd_put(&out);
	fd_put(&in);
	return n;
}
