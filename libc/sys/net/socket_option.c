/* socket_option.c -- setsockopt and getsockopt. Hosts without the extensions have the options of
 * the table below. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "socket_address.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

USES_EXTENSION(setsockopt);
USES_EXTENSION(getsockopt);

enum kind { FLAG, SIZE, LINGER, TIME };

enum { TIMEOUT_OLD_RECEIVE = 20, TIMEOUT_OLD_SEND = 21 }; /* what libraries for Linux may use */

static const struct {
	int level, option;
	abi_sock_option abi;
	enum kind kind;
} OPTIONS[] = {
	{ SOL_SOCKET, SO_REUSEADDR, ABI_SOCK_OPTION_REUSE_ADDR, FLAG },
	{ SOL_SOCKET, SO_REUSEPORT, ABI_SOCK_OPTION_REUSE_PORT, FLAG },
	{ SOL_SOCKET, SO_BROADCAST, ABI_SOCK_OPTION_BROADCAST, FLAG },
	{ SOL_SOCKET, SO_KEEPALIVE, ABI_SOCK_OPTION_KEEP_ALIVE, FLAG },
	{ SOL_SOCKET, SO_DONTROUTE, ABI_SOCK_OPTION_DONT_ROUTE, FLAG },
	{ SOL_SOCKET, SO_OOBINLINE, ABI_SOCK_OPTION_OOB_INLINE, FLAG },
	{ SOL_SOCKET, SO_ACCEPTCONN, ABI_SOCK_OPTION_LISTENING, FLAG },
	{ SOL_SOCKET, SO_RCVBUF, ABI_SOCK_OPTION_RECV_BUF_SIZE, SIZE },
	{ SOL_SOCKET, SO_SNDBUF, ABI_SOCK_OPTION_SEND_BUF_SIZE, SIZE },
	{ SOL_SOCKET, SO_RCVLOWAT, ABI_SOCK_OPTION_RECV_LOWAT, SIZE },
	{ SOL_SOCKET, SO_PROTOCOL, ABI_SOCK_OPTION_PROTO, SIZE },
	{ SOL_SOCKET, SO_TYPE, ABI_SOCK_OPTION_TYPE, SIZE },
	{ SOL_SOCKET, SO_ERROR, ABI_SOCK_OPTION_LAST_ERROR, SIZE },
	{ SOL_SOCKET, SO_LINGER, ABI_SOCK_OPTION_LINGER, LINGER },
	{ SOL_SOCKET, SO_RCVTIMEO, ABI_SOCK_OPTION_RECV_TIMEOUT, TIME },
	{ SOL_SOCKET, SO_SNDTIMEO, ABI_SOCK_OPTION_SEND_TIMEOUT, TIME },
	{ SOL_SOCKET, TIMEOUT_OLD_RECEIVE, ABI_SOCK_OPTION_RECV_TIMEOUT, TIME },
	{ SOL_SOCKET, TIMEOUT_OLD_SEND, ABI_SOCK_OPTION_SEND_TIMEOUT, TIME },
	{ IPPROTO_TCP, TCP_NODELAY, ABI_SOCK_OPTION_NO_DELAY, FLAG },
	{ IPPROTO_IP, IP_TTL, ABI_SOCK_OPTION_TTL, SIZE },
	{ IPPROTO_IP, IP_MULTICAST_TTL, ABI_SOCK_OPTION_MULTICAST_TTL_V4, SIZE },
	{ IPPROTO_IP, IP_MULTICAST_LOOP, ABI_SOCK_OPTION_MULTICAST_LOOP_V4, FLAG },
	{ IPPROTO_IPV6, IPV6_V6ONLY, ABI_SOCK_OPTION_ONLY_V6, FLAG },
	{ IPPROTO_IPV6, IPV6_MULTICAST_LOOP, ABI_SOCK_OPTION_MULTICAST_LOOP_V6, FLAG },
};

static const size_t VALUE_SIZE[] = { [FLAG] = sizeof(int),
	[SIZE] = sizeof(int),
	[LINGER] = sizeof(struct linger),
	[TIME] = sizeof(struct timeval) };

enum { COUNT = sizeof OPTIONS / sizeof *OPTIONS };

/* COUNT if there is none. */
static size_t
find(long level, long option)
{
	size_t i = 0;
	while (i < COUNT && (OPTIONS[i].level != level || OPTIONS[i].option != option))
		i++;
	return i;
}

static struct abi_option_timestamp
duration(uint64_t ns, bool some)
{
	return (struct abi_option_timestamp){ .tag = some ? ABI_OPTION_SOME : ABI_OPTION_NONE,
		.u.some = some ? ns : 0 };
}

static long
set_by_import(abi_fd fd, size_t i, const void *value)
{
	struct abi_option_timestamp t;
	const struct linger *linger = value;
	const struct timeval *tv = value;
	int number;

	switch (OPTIONS[i].kind) {
	case FLAG:
		memcpy(&number, value, sizeof number);
		return __wasix_net_result(
			__import_wasix_sock_set_opt_flag(fd, OPTIONS[i].abi, number != 0));
	case SIZE:
		memcpy(&number, value, sizeof number);
		return __wasix_net_result(
			__import_wasix_sock_set_opt_size(fd, OPTIONS[i].abi, (abi_filesize)number));
	case LINGER:
		t = duration((uint64_t)linger->l_linger * 1000000000, linger->l_onoff);
		break;
	case TIME:
		t = duration((uint64_t)tv->tv_sec * 1000000000 + (uint64_t)tv->tv_usec * 1000,
			tv->tv_sec || tv->tv_usec);
		break;
	}
	return __wasix_net_result(__import_wasix_sock_set_opt_time(fd, OPTIONS[i].abi, &t));
}

long
__wasix_sys_setsockopt(long fd, long level, long option, long value, long length)
{
	long r = (long)EXTENSION(setsockopt, fd, level, option, value, length);

	if (r != -ENOSYS)
		return r;
	size_t i = find(level, option);
	if (i == COUNT)
		return -ENOPROTOOPT;
	if ((size_t)length < VALUE_SIZE[OPTIONS[i].kind])
		return -EINVAL;
	return set_by_import((abi_fd)fd, i, (const void *)value);
}

static long
get_by_import(abi_fd fd, size_t i, void *out)
{
	struct abi_option_timestamp t = { 0 };
	abi_filesize size = 0;
	abi_bool flag = 0;
	uint32_t e;
	int number;

	switch (OPTIONS[i].kind) {
	case FLAG:
		e = __import_wasix_sock_get_opt_flag(fd, OPTIONS[i].abi, &flag);
		number = flag;
		memcpy(out, &number, sizeof number);
		return __wasix_net_result(e);
	case SIZE:
		e = __import_wasix_sock_get_opt_size(fd, OPTIONS[i].abi, &size);
		number = (int)size;
		memcpy(out, &number, sizeof number);
		return __wasix_net_result(e);
	case LINGER:
		e = __import_wasix_sock_get_opt_time(fd, OPTIONS[i].abi, &t);
		*(struct linger *)out = (struct linger){ .l_onoff = t.tag == ABI_OPTION_SOME,
			.l_linger = (int)(t.u.some / 1000000000) };
		return __wasix_net_result(e);
	default:
		e = __import_wasix_sock_get_opt_time(fd, OPTIONS[i].abi, &t);
		*(struct timeval *)out =
			(struct timeval){ .tv_sec = (time_t)(t.u.some / 1000000000),
				.tv_usec = (suseconds_t)(t.u.some % 1000000000 / 1000) };
		return __wasix_net_result(e);
	}
}

long
__wasix_sys_getsockopt(long fd, long level, long option, long value, long length)
{
	union {
		struct timeval time;
		struct linger linger;
	} out;
	socklen_t *len = (socklen_t *)length;
	long r = (long)EXTENSION(getsockopt, fd, level, option, value, length);

	if (r != -ENOSYS)
		return r;
	size_t i = find(level, option);
	if (i == COUNT)
		return -ENOPROTOOPT;
	r = get_by_import((abi_fd)fd, i, &out);
	if (r)
		return r;
	if (*len > VALUE_SIZE[OPTIONS[i].kind])
		*len = VALUE_SIZE[OPTIONS[i].kind];
	memcpy((void *)value, &out, *len);
	return 0;
}
