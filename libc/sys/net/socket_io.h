/* socket_io.h -- sending and receiving, as far as the ABI's imports can say it. */
#ifndef SYS_SOCKET_IO_H
#define SYS_SOCKET_IO_H

#include "imports.h"
#include "lowered.h"
#include "socket_address.h"

#include <features.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/uio.h>

hidden long __wasix_send_by_import(long fd, const struct msghdr *m, long flags);
hidden long __wasix_receive_by_import(long fd, struct msghdr *m, long flags);

/* send with flags that need an extension. */
hidden long __wasix_send_flagged(long fd, const struct iovec *iov, long flags);

/* Whether preview 1 can say these flags, and how. */
static inline bool
__wasix_send_is_plain(long flags)
{
	return !(flags & ~MSG_DONTWAIT);
}

static inline bool
__wasix_receive_is_plain(long flags)
{
	return !(flags & ~(MSG_DONTWAIT | MSG_PEEK | MSG_WAITALL | MSG_TRUNC));
}

static inline abi_siflags
__wasix_send_flags(long flags)
{
	return flags & MSG_DONTWAIT ? ABI_SIFLAGS_SEND_DONT_WAIT : 0;
}

static inline abi_riflags
__wasix_receive_flags(long flags)
{
	return (abi_riflags)((flags & MSG_PEEK ? ABI_RIFLAGS_RECV_PEEK : 0) |
			     (flags & MSG_WAITALL ? ABI_RIFLAGS_RECV_WAITALL : 0) |
			     (flags & MSG_TRUNC ? ABI_RIFLAGS_RECV_DATA_TRUNCATED : 0) |
			     (flags & MSG_DONTWAIT ? ABI_RIFLAGS_RECV_DONT_WAIT : 0));
}

static inline long
__wasix_net_counted(uint32_t error, abi_usize count)
{
	return error & 0xffff ? __wasix_net_result(error) : (long)count;
}

/* One buffer, no address. */
static inline long
__wasix_send_plain(long fd, const struct iovec *iov, long flags)
{
	abi_usize n = 0;
	uint32_t e = __import_preview1_sock_send((abi_fd)fd, iov, 1, __wasix_send_flags(flags), &n);

	return __wasix_net_counted(e, n);
}

static inline long
__wasix_receive_plain(long fd, const struct iovec *iov, long flags)
{
	abi_roflags out = 0;
	abi_usize n = 0;
	uint32_t e = __import_preview1_sock_recv(
		(abi_fd)fd, iov, 1, __wasix_receive_flags(flags), &n, &out);

	return __wasix_net_counted(e, n);
}

#endif
