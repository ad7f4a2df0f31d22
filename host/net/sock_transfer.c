/* sock_transfer.c -- bytes in and out. The kernel reads and writes linear memory itself: nothing is
 * copied here.
 *
 * One buffer of a stream is what nearly all calls are: in line, since what lies between the guest
 * and the system call costs more than it seems (attention_syscall.h; bench row "send").
 */
#include "sock.h"

#include "block.h"
#include "fd_hold.h"
#include "guest.h"

#include <errno.h>
#include <sys/syscall.h>

/* --- flags --- */

int
sock_send_flags(int64_t guest)
{
	const int known = MSG_OOB | MSG_DONTROUTE | MSG_DONTWAIT | MSG_EOR | MSG_CONFIRM |
			  MSG_NOSIGNAL | MSG_MORE |
			  MSG_FASTOPEN; /* that connects: destination_find */
	return (int)guest & known;
}

int
sock_receive_flags(int64_t guest)
{
	const int known =
		MSG_OOB | MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT | MSG_WAITALL | MSG_ERRQUEUE;
	return (int)guest & known;
}

/* --- the calls --- */

/* A buffer by itself takes the shorter way through the kernel. */
static long
send_call(struct wasix_caller *c, const struct fd_ref *f, const struct msghdr *m, int flags)
{
	enum restart restart = sock_restart(f->file);

	if (m->msg_iovlen == 1 && !m->msg_controllen)
		return block_syscall(c, restart, SYS_sendto, f->host, (long)m->msg_iov->iov_base,
			(long)m->msg_iov->iov_len, flags, (long)m->msg_name, (long)m->msg_namelen);
	return block_syscall(c, restart, SYS_sendmsg, f->host, (long)m, flags, 0, 0, 0);
}

/* A destination must be one that connect would reach. */
static int
destination_find(
	struct wasix_caller *c, const struct fd_ref *f, struct msghdr *m, struct sock_path *path)
{
	struct wasix_process *p = caller_process(c);
	struct sock_address a = { .len = m->msg_namelen };

	if (!p->granted[CAP_NET]) {
		net_say_destination(p);
		return -EACCES;
	}
	memcpy(&a.storage, m->msg_name, a.len);
	int e = net_check(p, NET_OUT,
		f->file->type == ABI_FILETYPE_SOCKET_DGRAM ? SOCK_DGRAM : SOCK_STREAM, &a.any,
		a.len);
	if (!e)
		e = sock_path_find(p, &a, false, path);
	if (e)
		return e;
	m->msg_name = &path->host.storage;
	m->msg_namelen = path->host.len;
	return 0;
}

int64_t
sock_send(struct wasix_caller *c, const struct fd_ref *f, struct msghdr *m, int flags)
{
	struct sock_path path = { .held = -1 };

	if (m->msg_name) {
		int e = destination_find(c, f, m, &path);
		if (e)
			return e;
	}
	int64_t result = send_call(c, f, m, flags | MSG_NOSIGNAL);
	sock_path_put(&path);
	m->msg_name = NULL; /* it led into path */
	return result;
}

void
sock_broken(struct wasix_caller *c, int64_t result, abi_filetype type, int flags)
{
	if (result == -EPIPE && type == ABI_FILETYPE_SOCKET_STREAM && !(flags & MSG_NOSIGNAL))
		signal_raise(c, ABI_SIGNAL_PIPE);
}

/* Of a stream there is nothing to tell but the bytes: the shorter way. */
static int64_t
receive_stream(struct wasix_caller *c, const struct fd_ref *f, struct msghdr *m, int flags)
{
	socklen_t len = m->msg_namelen;
	int64_t n = block_syscall(c, sock_restart(f->file), SYS_recvfrom, f->host,
		(long)m->msg_iov->iov_base, (long)m->msg_iov->iov_len, flags, (long)m->msg_name,
		(long)(m->msg_name ? &len : NULL));

	m->msg_namelen = len;
	m->msg_flags = 0;
	return n;
}

int64_t
sock_receive_bytes(struct wasix_caller *c, const struct fd_ref *f, struct msghdr *m, int flags)
{
	return f->file->type == ABI_FILETYPE_SOCKET_STREAM && m->msg_iovlen == 1
		       ? receive_stream(c, f, m, flags)
		       : sock_receive(c, f, m, flags);
}

int64_t
sock_receive(struct wasix_caller *c, const struct fd_ref *f, struct msghdr *m, int flags)
{
	/* descriptors that arrive are the host's: none is left open across an exec */
	return block_syscall(c, sock_restart(f->file), SYS_recvmsg, f->host, (long)m,
		flags | MSG_CMSG_CLOEXEC, 0, 0, 0);
}

/* --- imports --- */

static int
flags_from_abi(uint32_t ri_flags)
{
	int flags = 0;

	if (ri_flags & ABI_RIFLAGS_RECV_PEEK)
		flags |= MSG_PEEK;
	if (ri_flags & ABI_RIFLAGS_RECV_WAITALL)
		flags |= MSG_WAITALL;
	if (ri_flags & ABI_RIFLAGS_RECV_DATA_TRUNCATED)
		flags |= MSG_TRUNC;
	if (ri_flags & ABI_RIFLAGS_RECV_DONT_WAIT)
		flags |= MSG_DONTWAIT;
	return flags;
}

static wasix_errno
receive(struct wasix_caller *c, uint32_t fd, wasix_gptr ri_data, uint32_t ri_data_len,
	uint32_t ri_flags, wasix_gptr ro_datalen, wasix_gptr ro_flags, struct sock_address *from)
{
	struct iovec iov[GUEST_IOV_MAX];
	struct fd_ref f;

	GUEST_TRY(sock_get_with(c, fd, ABI_RIGHTS_FD_READ, &f));
	wasix_errno e = guest_iovecs(c, ri_data, ri_data_len, iov);
	if (!e) {
		struct msghdr m = { .msg_iov = iov, .msg_iovlen = ri_data_len };
		if (from) {
			m.msg_name = &from->storage;
			m.msg_namelen = sizeof from->storage;
		}
		int64_t n = sock_receive_bytes(c, &f, &m, flags_from_abi(ri_flags));
		e = n < 0 ? errno_to_wasi((int)-n) : guest_write_u32(c, ro_datalen, (uint32_t)n);
		if (!e)
			e = guest_write_u16(c, ro_flags,
				m.msg_flags & MSG_TRUNC ? ABI_ROFLAGS_RECV_DATA_TRUNCATED : 0);
		if (from)
			from->len = m.msg_namelen;
	}
	fd_put(&f);
	return e;
}

/* A stream that may be used so, held; else nothing is. */
[[gnu::always_inline]] static inline bool
hold_stream(struct wasix_caller *c, uint32_t fd, abi_rights right, struct fd_ref *f)
{
	if (fd_hold(c, fd, f))
		return false;
	if (f->file->type == ABI_FILETYPE_SOCKET_STREAM && f->base & right)
		return true;
	fd_let_go(f);
	return false;
}

/* WASI preview1, sock_recv */
wasix_errno
host_sock_recv(struct wasix_caller *c, uint32_t fd, wasix_gptr ri_data, uint32_t ri_data_len,
	uint32_t ri_flags, wasix_gptr ro_datalen, wasix_gptr ro_flags)
{
	struct iovec iov;
	struct fd_ref f;

	if (ri_data_len != 1 || !hold_stream(c, fd, ABI_RIGHTS_FD_READ, &f))
		return receive(c, fd, ri_data, ri_data_len, ri_flags, ro_datalen, ro_flags, NULL);
	wasix_errno e = guest_iovec(c, ri_data, &iov);
	if (!e) {
		long n = block_syscall6(c, sock_restart(f.file), SYS_recvfrom, f.host,
			(long)iov.iov_base, (long)iov.iov_len, flags_from_abi(ri_flags), 0, 0);
		e = n < 0 ? errno_to_wasi((int)-n) : guest_write_u32(c, ro_datalen, (uint32_t)n);
		if (!e)
			e = guest_write_u16(c, ro_flags, 0);
	}
	fd_let_go(&f);
	return e;
}

/* WASIX, sock_recv_from: a stream has no sender to report, but its peer */
wasix_errno
host_sock_recv_from(struct wasix_caller *c, uint32_t fd, wasix_gptr ri_data, uint32_t ri_data_len,
	uint32_t ri_flags, wasix_gptr ro_datalen, wasix_gptr ro_flags, wasix_gptr ro_addr)
{
	struct sock_address from = { 0 };

	GUEST_TRY(receive(c, fd, ri_data, ri_data_len, ri_flags, ro_datalen, ro_flags, &from));
	if (from.len == 0)
		(void)sock_name(c, fd, false, &from);
	sock_address_for_guest(caller_process(c), NULL, &from);
	return sock_address_to_abi(c, &from, ro_addr);
}

static wasix_errno
transmit(struct wasix_caller *c, uint32_t fd, wasix_gptr si_data, uint32_t si_data_len,
	uint32_t si_flags, struct sock_address *to, wasix_gptr so_datalen)
{
	struct iovec iov[GUEST_IOV_MAX];
	struct fd_ref f;
	int64_t n = 0;

	GUEST_TRY(sock_get_with(c, fd, ABI_RIGHTS_FD_WRITE, &f));
	wasix_errno e = guest_iovecs(c, si_data, si_data_len, iov);
	if (!e) {
		struct msghdr m = { .msg_iov = iov, .msg_iovlen = si_data_len };
		if (to) {
			m.msg_name = &to->storage;
			m.msg_namelen = to->len;
		}
		n = sock_send(c, &f, &m, si_flags & ABI_SIFLAGS_SEND_DONT_WAIT ? MSG_DONTWAIT : 0);
		e = n < 0 ? errno_to_wasi((int)-n) : guest_write_u32(c, so_datalen, (uint32_t)n);
	}
	abi_filetype type = f.file->type;
	fd_put(&f);
	sock_broken(c, n, type, 0);
	return e;
}

/* WASI preview1, sock_send */
wasix_errno
host_sock_send(struct wasix_caller *c, uint32_t fd, wasix_gptr si_data, uint32_t si_data_len,
	uint32_t si_flags, wasix_gptr so_datalen)
{
	struct iovec iov;
	struct fd_ref f;

	if (si_data_len != 1 || !hold_stream(c, fd, ABI_RIGHTS_FD_WRITE, &f))
		return transmit(c, fd, si_data, si_data_len, si_flags, NULL, so_datalen);
	long n = 0;
	wasix_errno e = guest_iovec(c, si_data, &iov);
	if (!e) {
		int wait = si_flags & ABI_SIFLAGS_SEND_DONT_WAIT ? MSG_DONTWAIT : 0;
		n = block_syscall6(c, sock_restart(f.file), SYS_sendto, f.host, (long)iov.iov_base,
			(long)iov.iov_len, wait | MSG_NOSIGNAL, 0, 0);
		e = n < 0 ? errno_to_wasi((int)-n) : guest_write_u32(c, so_datalen, (uint32_t)n);
	}
	fd_let_go(&f);
	if (n == -EPIPE)
		sock_broken(c, n, ABI_FILETYPE_SOCKET_STREAM, 0);
	return e;
}

/* WASIX, sock_send_to */
wasix_errno
host_sock_send_to(struct wasix_caller *c, uint32_t fd, wasix_gptr si_data, uint32_t si_data_len,
	uint32_t si_flags, wasix_gptr addr, wasix_gptr so_datalen)
{
	struct sock_address to;

	GUEST_TRY(sock_address_from_abi(c, addr, &to));
	return transmit(c, fd, si_data, si_data_len, si_flags, &to, so_datalen);
}
