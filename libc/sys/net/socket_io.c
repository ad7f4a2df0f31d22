/* socket_io.c -- sending and receiving bytes.
 *
 * What preview 1 can say (no address, flags that it has) goes through its sock_send and sock_recv;
 * the rest through extensions, which take Linux's arguments.
 */
#include "socket_io.h"

#include "extension.h"

#include <errno.h>
#include <stddef.h>

USES_EXTENSION(sendto);
USES_EXTENSION(recvfrom);

long
__wasix_send_by_import(long fd, const struct msghdr *m, long flags)
{
	struct abi_addr_port a;
	abi_usize n = 0;

	if (m->msg_controllen)
		return -EOPNOTSUPP;
	if (!m->msg_name)
		return __wasix_net_counted(
			__import_preview1_sock_send((abi_fd)fd, m->msg_iov,
				(abi_usize)m->msg_iovlen, __wasix_send_flags(flags), &n),
			n);
	long r = __wasix_address_to_abi((long)m->msg_name, (long)m->msg_namelen, &a);
	if (r)
		return r;
	return __wasix_net_counted(
		__import_wasix_sock_send_to((abi_fd)fd, m->msg_iov, (abi_usize)m->msg_iovlen,
			__wasix_send_flags(flags), &a, &n),
		n);
}

long
__wasix_receive_by_import(long fd, struct msghdr *m, long flags)
{
	struct abi_addr_port a = { 0 };
	abi_roflags out = 0;
	abi_usize n = 0;
	uint32_t e = m->msg_name ? __import_wasix_sock_recv_from((abi_fd)fd, m->msg_iov,
					   (abi_usize)m->msg_iovlen, __wasix_receive_flags(flags),
					   &n, &out, &a)
				 : __import_preview1_sock_recv((abi_fd)fd, m->msg_iov,
					   (abi_usize)m->msg_iovlen, __wasix_receive_flags(flags),
					   &n, &out);

	if (e & 0xffff)
		return __wasix_net_result(e);
	__wasix_address_from_abi(&a, (long)m->msg_name, &m->msg_namelen);
	m->msg_flags = out & ABI_ROFLAGS_RECV_DATA_TRUNCATED ? MSG_TRUNC : 0;
	m->msg_controllen = 0;
	return (long)n;
}

long
__wasix_send_flagged(long fd, const struct iovec *iov, long flags)
{
	struct msghdr m = { .msg_iov = (struct iovec *)iov, .msg_iovlen = 1 };
	long r = (long)EXTENSION(sendto, fd, (long)iov->iov_base, iov->iov_len, flags);

	return r == -ENOSYS ? __wasix_send_by_import(fd, &m, flags) : r;
}

/* A host without extensions has no SIGPIPE to hold back. */
long
__wasix_sys_sendto(long fd, long buf, long len, long flags, long address, long length)
{
	struct iovec iov = { (void *)buf, (size_t)len };
	struct msghdr m = { .msg_name = (void *)address,
		.msg_namelen = (socklen_t)length,
		.msg_iov = &iov,
		.msg_iovlen = 1 };

	if (!address && __wasix_send_is_plain(flags))
		return __wasix_send_plain(fd, &iov, flags);
	long r = (long)EXTENSION(sendto, fd, buf, len, flags, address, length);
	return r == -ENOSYS ? __wasix_send_by_import(fd, &m, flags) : r;
}

long
__wasix_sys_recvfrom(long fd, long buf, long len, long flags, long address, long length)
{
	struct iovec iov = { (void *)buf, (size_t)len };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1 };

	if (!address && __wasix_receive_is_plain(flags))
		return __wasix_receive_plain(fd, &iov, flags);
	long r = (long)EXTENSION(recvfrom, fd, buf, len, flags, address, length);
	if (r != -ENOSYS)
		return r;
	m.msg_name = (void *)address;
	m.msg_namelen = length ? *(socklen_t *)length : 0;
	r = __wasix_receive_by_import(fd, &m, flags);
	if (r >= 0 && address && length)
		*(socklen_t *)length = m.msg_namelen;
	return r;
}
