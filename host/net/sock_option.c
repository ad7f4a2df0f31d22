/* sock_option.c -- socket options, by sock_options.def: the guest's libc has Linux's numbers and
 * layouts, the imports have an enum of their own. */
#include "sock.h"

#include "extension.h"
#include "guest.h"
#include "process_table.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/time.h>

/* What the oldest headers that this is built with lack, or give only to 32-bit programs. */
#ifndef SO_RCVTIMEO_NEW
#define SO_RCVTIMEO_NEW 66
#define SO_SNDTIMEO_NEW 67
#endif
#ifndef SO_TIMESTAMP_NEW
#define SO_TIMESTAMP_NEW    63
#define SO_TIMESTAMPNS_NEW  64
#define SO_TIMESTAMPING_NEW 65
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#define UDP_GRO     104
#endif
#ifndef TCP_INQ
#define TCP_INQ 36
#endif

enum access { ACCESS_GET = 1, ACCESS_SET = 2, ACCESS_BOTH = 3 };
enum kind { KIND_INT, KIND_BYTES, KIND_LINGER, KIND_TIME, KIND_GROUP, KIND_CRED };

struct option_row {
	int level, option;
	uint8_t access;
	uint8_t kind;
	uint8_t abi;
};

static const struct option_row ROWS[] = {
#define OPT(level, option, access, kind, abi) \
	{ level, option, ACCESS_##access, KIND_##kind, ABI_SOCK_OPTION_##abi },
#include "sock_options.def"
};

enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS, VALUE_MAX = 512 };

static const struct option_row *
row_find(int level, int option, enum access access)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (ROWS[i].level == level && ROWS[i].option == option && ROWS[i].access & access)
			return &ROWS[i];
	return NULL;
}

static const struct option_row *
row_of_abi(uint32_t abi)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (ROWS[i].abi == (abi & 0xff) && ROWS[i].abi != ABI_SOCK_OPTION_NOOP)
			return &ROWS[i];
	return NULL;
}

/* --- setting --- */

/* The guest's group_req is a number and one or two addresses without padding between. */
static socklen_t
group_to_host(const uint8_t *value, socklen_t len, uint8_t out[VALUE_MAX])
{
	const size_t address = sizeof(struct sockaddr_storage);

	if (len < sizeof(uint32_t) + address || len > sizeof(uint32_t) + 2 * address) {
		memcpy(out, value, len); /* the kernel says what is wrong with it */
		return len;
	}
	memset(out, 0, 8);
	memcpy(out, value, sizeof(uint32_t));
	memcpy(out + 8, value + sizeof(uint32_t), len - sizeof(uint32_t));
	return len + 4;
}

static bool
has_time_limit(int host)
{
	struct timeval in = { 0 }, out = { 0 };
	socklen_t len = sizeof in;

	(void)getsockopt(host, SOL_SOCKET, SO_RCVTIMEO, &in, &len);
	len = sizeof out;
	(void)getsockopt(host, SOL_SOCKET, SO_SNDTIMEO, &out, &len);
	return in.tv_sec || in.tv_usec || out.tv_sec || out.tv_usec;
}

int
sock_set_option(
	struct wasix_caller *c, int64_t fd, int level, int option, const void *value, socklen_t len)
{
	const struct option_row *row = row_find(level, option, ACCESS_SET);
	uint8_t group[VALUE_MAX];
	struct fd_ref f;

	/* which groups a socket hears is all that can only be set; that leads elsewhere */
	if (row && row->access == ACCESS_SET && !caller_process(c)->granted[CAP_NET])
		return -EACCES;
	int e = sock_get(c, fd, &f);
	if (e)
		return e;
	if (row && row->kind == KIND_GROUP) {
		len = group_to_host(value, len, group);
		value = group;
	}
	e = !row ? -ENOPROTOOPT : setsockopt(f.host, level, option, value, len) < 0 ? -errno : 0;
	if (!e && row->kind == KIND_TIME)
		atomic_store(&f.file->times_out, has_time_limit(f.host));
	fd_put(&f);
	return e;
}

/* setsockopt(2) */
int64_t
host_ext_setsockopt(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint8_t value[VALUE_MAX];

	if ((int)a[4] < 0)
		return -EINVAL;
	size_t len = (size_t)(int)a[4] < sizeof value ? (size_t)(int)a[4] : sizeof value;
	if (guest_read(c, value, (wasix_gptr)a[3], len))
		return -EFAULT;
	return sock_set_option(c, a[0], (int)a[1], (int)a[2], value, (socklen_t)len);
}

/* --- reading --- */

/* Who the other side is, as the guest knows processes; users are the host's. */
void
sock_cred_to_guest(struct wasix_process *p, struct ucred *cred)
{
	cred->pid = cred->pid > 0 ? (pid_t)process_of_host(p, cred->pid) : 0;
}

int
sock_get_option(
	struct wasix_caller *c, int64_t fd, int level, int option, void *value, socklen_t *len)
{
	const struct option_row *row = row_find(level, option, ACCESS_GET);
	struct fd_ref f;

	int e = sock_get(c, fd, &f);
	if (e)
		return e;
	e = !row ? -ENOPROTOOPT : getsockopt(f.host, level, option, value, len) < 0 ? -errno : 0;
	if (!e && row->kind == KIND_CRED && *len == sizeof(struct ucred))
		sock_cred_to_guest(caller_process(c), value);
	fd_put(&f);
	return e;
}

/* getsockopt(2) */
int64_t
host_ext_getsockopt(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint8_t value[VALUE_MAX];
	int room;

	if (guest_read(c, &room, (wasix_gptr)a[4], sizeof room))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	socklen_t len = (size_t)room < sizeof value ? (socklen_t)room : sizeof value;
	int e = sock_get_option(c, a[0], (int)a[1], (int)a[2], value, &len);
	if (e)
		return e;
	if (guest_write(c, (wasix_gptr)a[3], value, len) ||
		guest_write_u32(c, (wasix_gptr)a[4], len))
		return -EFAULT;
	return 0;
}

/* --- the imports: an option by its number in the ABI, a value by its kind --- */

enum { NS_PER_S = 1000000000, NS_PER_US = 1000 };

/* IPv6 sockets have a limit of hops of their own. */
static const struct option_row *
row_for(struct wasix_caller *c, uint32_t fd, uint32_t opt)
{
	int domain = 0;
	socklen_t len = sizeof domain;
	const struct option_row *row = row_of_abi(opt);

	if (!row || row->abi != ABI_SOCK_OPTION_TTL ||
		sock_get_option(c, fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) || domain != AF_INET6)
		return row;
	return row_find(IPPROTO_IPV6, IPV6_UNICAST_HOPS, ACCESS_BOTH);
}

static wasix_errno
set_int(struct wasix_caller *c, uint32_t fd, uint32_t opt, int value)
{
	const struct option_row *row = row_for(c, fd, opt);

	if (!row || row->kind != KIND_INT)
		return ABI_ERRNO_INVAL;
	int e = sock_set_option(c, fd, row->level, row->option, &value, sizeof value);
	return e ? errno_to_wasi(-e) : ABI_ERRNO_SUCCESS;
}

static wasix_errno
get_int(struct wasix_caller *c, uint32_t fd, uint32_t opt, int *value)
{
	const struct option_row *row = row_for(c, fd, opt);
	socklen_t len = sizeof *value;

	if (!row || row->kind != KIND_INT)
		return ABI_ERRNO_INVAL;
	*value = 0;
	int e = sock_get_option(c, fd, row->level, row->option, value, &len);
	return e ? errno_to_wasi(-e) : ABI_ERRNO_SUCCESS;
}

/* WASIX, sock_set_opt_flag */
wasix_errno
host_sock_set_opt_flag(struct wasix_caller *c, uint32_t fd, uint32_t opt, uint32_t flag)
{
	return set_int(c, fd, opt, (flag & 0xff) != 0);
}

/* WASIX, sock_get_opt_flag */
wasix_errno
host_sock_get_opt_flag(struct wasix_caller *c, uint32_t fd, uint32_t opt, wasix_gptr ret_flag)
{
	int value;

	GUEST_TRY(get_int(c, fd, opt, &value));
	uint8_t flag = value != 0;
	return guest_write(c, ret_flag, &flag, sizeof flag);
}

/* WASIX, sock_set_opt_size */
wasix_errno
host_sock_set_opt_size(struct wasix_caller *c, uint32_t fd, uint32_t opt, uint64_t size)
{
	return set_int(c, fd, opt, size > INT32_MAX ? INT32_MAX : (int)size);
}

/* The enum's types are the ABI's own. */
static uint64_t
type_to_abi(int type)
{
	return type == SOCK_SEQPACKET ? ABI_SOCK_TYPE_SEQPACKET : (uint64_t)type;
}

/* WASIX, sock_get_opt_size */
wasix_errno
host_sock_get_opt_size(struct wasix_caller *c, uint32_t fd, uint32_t opt, wasix_gptr ret_size)
{
	int value;

	GUEST_TRY(get_int(c, fd, opt, &value));
	bool type = (opt & 0xff) == ABI_SOCK_OPTION_TYPE;
	return guest_write_u64(c, ret_size, type ? type_to_abi(value) : (uint64_t)value);
}

/* WASIX, sock_set_opt_time: no time is none, or do not linger */
wasix_errno
host_sock_set_opt_time(struct wasix_caller *c, uint32_t fd, uint32_t opt, wasix_gptr time)
{
	const struct option_row *row = row_for(c, fd, opt);
	struct abi_option_timestamp t;

	GUEST_TRY(guest_read(c, &t, time, sizeof t));
	if (!row || (row->kind != KIND_LINGER && row->kind != KIND_TIME))
		return ABI_ERRNO_INVAL;
	uint64_t ns = t.tag == ABI_OPTION_SOME ? t.u.some : 0;
	struct linger linger = { .l_onoff = t.tag == ABI_OPTION_SOME,
		.l_linger = (int)(ns / NS_PER_S < INT32_MAX ? ns / NS_PER_S : INT32_MAX) };
	struct timeval tv = { .tv_sec = (time_t)(ns / NS_PER_S),
		.tv_usec = (suseconds_t)(ns % NS_PER_S / NS_PER_US) };
	int e = row->kind == KIND_LINGER
			? sock_set_option(c, fd, row->level, row->option, &linger, sizeof linger)
			: sock_set_option(c, fd, row->level, row->option, &tv, sizeof tv);
	return e ? errno_to_wasi(-e) : ABI_ERRNO_SUCCESS;
}

/* WASIX, sock_get_opt_time */
wasix_errno
host_sock_get_opt_time(struct wasix_caller *c, uint32_t fd, uint32_t opt, wasix_gptr ret_time)
{
	const struct option_row *row = row_for(c, fd, opt);
	struct abi_option_timestamp t = { .tag = ABI_OPTION_NONE };
	union {
		struct linger linger;
		struct timeval tv;
	} v = { 0 };

	if (!row || (row->kind != KIND_LINGER && row->kind != KIND_TIME))
		return ABI_ERRNO_INVAL;
	socklen_t len = row->kind == KIND_LINGER ? sizeof v.linger : sizeof v.tv;
	int e = sock_get_option(c, fd, row->level, row->option, &v, &len);
	if (e)
		return errno_to_wasi(-e);
	bool some = row->kind == KIND_LINGER ? v.linger.l_onoff : v.tv.tv_sec || v.tv.tv_usec;
	if (some) {
		t.tag = ABI_OPTION_SOME;
		t.u.some = row->kind == KIND_LINGER ? (uint64_t)v.linger.l_linger * NS_PER_S
						    : (uint64_t)v.tv.tv_sec * NS_PER_S +
							      (uint64_t)v.tv.tv_usec * NS_PER_US;
	}
	return guest_write(c, ret_time, &t, sizeof t);
}
