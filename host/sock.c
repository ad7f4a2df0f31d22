/* sock.c -- sock_recv, sock_send and sock_shutdown on sockets that were inherited as 0-2. Opening
 * sockets is not there yet. */
#include "guest.h"

#include <errno.h>
#include <sys/socket.h>

/* WASI preview1, sock_recv */
wasix_errno
host_sock_recv(struct wasix_caller *c, uint32_t fd, wasix_gptr ri_data, uint32_t ri_data_len,
	uint32_t ri_flags, wasix_gptr ro_datalen, wasix_gptr ro_flags)
{
	struct iovec iov[GUEST_IOV_MAX];
	struct fd_ref f;
	int flags = 0;

	if (ri_flags & ABI_RIFLAGS_RECV_PEEK)
		flags |= MSG_PEEK;
	if (ri_flags & ABI_RIFLAGS_RECV_WAITALL)
		flags |= MSG_WAITALL;
	if (ri_flags & ABI_RIFLAGS_RECV_DATA_TRUNCATED)
		flags |= MSG_TRUNC;
	if (ri_flags & ABI_RIFLAGS_RECV_DONT_WAIT)
		flags |= MSG_DONTWAIT;
	GUEST_TRY(fd_get(c, fd, ABI_RIGHTS_FD_READ, &f));
	wasix_errno e = guest_iovecs(c, ri_data, ri_data_len, iov);
	if (!e) {
		struct msghdr m = { .msg_iov = iov, .msg_iovlen = ri_data_len };
		ssize_t n = RETRY(recvmsg(f.host, &m, flags));
		e = n < 0 ? errno_to_wasi(errno) : guest_write_u32(c, ro_datalen, (uint32_t)n);
		if (!e)
			e = guest_write_u16(c, ro_flags,
				m.msg_flags & MSG_TRUNC ? ABI_ROFLAGS_RECV_DATA_TRUNCATED : 0);
	}
	fd_put(&f);
	return e;
}

/* WASI preview1, sock_send */
wasix_errno
host_sock_send(struct wasix_caller *c, uint32_t fd, wasix_gptr si_data, uint32_t si_data_len,
	uint32_t si_flags, wasix_gptr so_datalen)
{
	struct iovec iov[GUEST_IOV_MAX];
	struct fd_ref f;

	GUEST_TRY(fd_get(c, fd, ABI_RIGHTS_FD_WRITE, &f));
	wasix_errno e = guest_iovecs(c, si_data, si_data_len, iov);
	if (!e) {
		struct msghdr m = { .msg_iov = iov, .msg_iovlen = si_data_len };
		int flags = MSG_NOSIGNAL;
		if (si_flags & ABI_SIFLAGS_SEND_DONT_WAIT)
			flags |= MSG_DONTWAIT;
		ssize_t n = RETRY(sendmsg(f.host, &m, flags));
		e = n < 0 ? errno_to_wasi(errno) : guest_write_u32(c, so_datalen, (uint32_t)n);
	}
	fd_put(&f);
	if (e == ABI_ERRNO_PIPE)
		signal_raise(c, ABI_SIGNAL_PIPE);
	return e;
}

/* WASI preview1, sock_shutdown */
wasix_errno
host_sock_shutdown(struct wasix_caller *c, uint32_t fd, uint32_t how)
{
	static const int HOW[] = { -1, SHUT_RD, SHUT_WR, SHUT_RDWR };
	struct fd_ref f;

	if (how == 0 || how > (ABI_SDFLAGS_RD | ABI_SDFLAGS_WR))
		return ABI_ERRNO_INVAL;
	GUEST_TRY(fd_get(c, fd, ABI_RIGHTS_SOCK_SHUTDOWN, &f));
	wasix_errno e = errno_of(shutdown(f.host, HOW[how]));
	fd_put(&f);
	return e;
}
