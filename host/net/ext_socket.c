/* ext_socket.c -- extensions about sockets: Linux's calls with the guest's layouts. */
#include "extension.h"
#include "fd_hold.h"
#include "guest.h"
#include "sock.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { TYPE_FLAGS = SOCK_NONBLOCK | SOCK_CLOEXEC };

/* socket(2) */
int64_t
host_ext_socket(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return sock_open(c, (int)a[0], (int)a[1], (int)a[2]);
}

/* socketpair(2): as a pipe, nobody else is reached, so nothing has to grant it */
int64_t
host_ext_socketpair(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	wasix_gptr out = (wasix_gptr)a[3];
	uint32_t fds[2];

	if (!guest_in_bounds(c->memory, out, sizeof fds))
		return -EFAULT;
	int e = sock_pair(c, (int)a[0], (int)a[1], (int)a[2], fds);
	if (!e)
		(void)guest_write(c, out, fds, sizeof fds);
	return e;
}

/* bind(2) */
int64_t
host_ext_bind(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct sock_address address;

	int e = sock_address_read(c, (wasix_gptr)a[1], a[2], &address);
	return e ? e : sock_bind(c, a[0], &address);
}

/* connect(2) */
int64_t
host_ext_connect(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct sock_address address;

	int e = sock_address_read(c, (wasix_gptr)a[1], a[2], &address);
	return e ? e : sock_connect(c, a[0], &address);
}

/* accept4(2): a connection whose peer cannot be told is closed again, as Linux does */
int64_t
host_ext_accept4(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct sock_address peer;

	if (a[3] & ~(int64_t)TYPE_FLAGS)
		return -EINVAL;
	int64_t fd = sock_accept(c, a[0], (int)a[3], &peer);
	if (fd < 0 || !a[1])
		return fd;
	int e = sock_address_write(c, &peer, (wasix_gptr)a[1], (wasix_gptr)a[2]);
	if (e)
		(void)fd_remove(caller_process(c), (uint32_t)fd);
	return e ? e : fd;
}

static int64_t
name_out(struct wasix_caller *c, const int64_t *a, bool local)
{
	struct sock_address address;

	int e = sock_name(c, a[0], local, &address);
	return e ? e : sock_address_write(c, &address, (wasix_gptr)a[1], (wasix_gptr)a[2]);
}

/* getsockname(2) */
int64_t
host_ext_getsockname(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return name_out(c, a, true);
}

/* getpeername(2) */
int64_t
host_ext_getpeername(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return name_out(c, a, false);
}

/* The descriptor and the one buffer of sendto and recvfrom. */
static int
buffer_get(struct wasix_caller *c, const int64_t *a, struct fd_ref *f, struct iovec *iov)
{
	uint8_t *bytes;
	uint32_t len = (uint32_t)a[2];

	int e = sock_get(c, a[0], f);
	if (e)
		return e;
	if (guest_span(c, (wasix_gptr)a[1], len, &bytes)) {
		fd_put(f);
		return -EFAULT;
	}
	*iov = (struct iovec){ bytes, len };
	return 0;
}

static int64_t
send_to(struct wasix_caller *c, const int64_t *a)
{
	struct sock_address to = { 0 };
	struct iovec iov;
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct fd_ref f;

	int e = buffer_get(c, a, &f, &iov);
	if (e)
		return e;
	if (a[4]) {
		e = sock_address_read(c, (wasix_gptr)a[4], a[5], &to);
		m.msg_name = &to.storage;
		m.msg_namelen = to.len;
	}
	int64_t n = e ? e : sock_send(c, &f, &m, sock_send_flags(a[3]));
	abi_filetype type = f.file->type;
	fd_put(&f);
	sock_broken(c, n, type, (int)a[3]);
	return n;
}

/* sendto(2): of what is connected in line, as sock_send is */
int64_t
host_ext_sendto(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint32_t len = (uint32_t)a[2];
	uint8_t *bytes;
	struct fd_ref f;

	if (a[4] || a[0] < 0 || a[0] > UINT32_MAX || guest_span(c, (wasix_gptr)a[1], len, &bytes) ||
		fd_hold(c, (uint32_t)a[0], &f))
		return send_to(c, a);
	abi_filetype type = f.file->type;
	long n = -ENOTSOCK;
	if (f.host >= 0)
		n = block_syscall6(c, sock_restart(f.file), SYS_sendto, f.host, (long)bytes, len,
			sock_send_flags(a[3]) | MSG_NOSIGNAL, 0, 0);
	fd_let_go(&f);
	if (n == -EPIPE)
		sock_broken(c, n, type, (int)a[3]);
	return n;
}

/* recvfrom(2) */
int64_t
host_ext_recvfrom(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct sock_address from = { 0 };
	struct iovec iov;
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct fd_ref f;

	int e = buffer_get(c, a, &f, &iov);
	if (e)
		return e;
	if (a[4]) {
		m.msg_name = &from.storage;
		m.msg_namelen = sizeof from.storage;
	}
	int64_t n = sock_receive_bytes(c, &f, &m, sock_receive_flags(a[3]));
	fd_put(&f);
	if (n < 0 || !a[4])
		return n;
	from.len = m.msg_namelen;
	sock_address_for_guest(caller_process(c), NULL, &from);
	e = sock_address_write(c, &from, (wasix_gptr)a[4], (wasix_gptr)a[5]);
	return e ? e : n;
}
