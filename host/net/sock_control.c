/* sock_control.c -- control data between guest and kernel; see sock_control.h. */
#include "sock_control.h"

#include "guest.h"
#include "process_table.h"
#include "sock.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/udp.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

struct guest_header {
	uint32_t len; /* with the header */
	int32_t level;
	int32_t type;
};

enum { GUEST_ALIGN = 4 };

static size_t
guest_aligned(size_t len)
{
	return (len + GUEST_ALIGN - 1) & ~(size_t)(GUEST_ALIGN - 1);
}

/* --- to the kernel --- */

static int
rights_to_host(struct wasix_caller *c, uint8_t *data, size_t len, struct sock_control *out)
{
	size_t count = len / sizeof(int);
	int fd;

	if (count > RIGHTS_MAX - out->held_count)
		return -EINVAL;
	for (size_t i = 0; i < count; i++) {
		memcpy(&fd, data + i * sizeof fd, sizeof fd);
		struct fd_ref *f = &out->held[out->held_count];
		if (fd < 0 || fd_get(c, (uint32_t)fd, 0, f))
			return -EBADF;
		out->held_count++;
		if (f->host < 0) /* a directory of the tree only */
			return -EBADF;
		memcpy(data + i * sizeof fd, &f->host, sizeof fd);
	}
	return 0;
}

static int
cred_to_host(struct wasix_caller *c, uint8_t *data, size_t len)
{
	struct ucred cred;

	if (len != sizeof cred)
		return -EINVAL;
	memcpy(&cred, data, sizeof cred);
	if (cred.pid != (pid_t)process_pid(caller_process(c)))
		return -EPERM;
	cred.pid = getpid(); /* the kernel judges the rest */
	memcpy(data, &cred, sizeof cred);
	return 0;
}

/* What may go along: descriptors, who sends, how a datagram travels. A route (IP_RETOPTS,
 * IPV6_RTHDR) would lead past the address that the rules of --net were asked about. */
static const struct {
	int level, type;
} PASSED[] = {
	{ SOL_SOCKET, SCM_RIGHTS },
	{ SOL_SOCKET, SCM_CREDENTIALS },
	{ IPPROTO_IP, IP_TTL },
	{ IPPROTO_IP, IP_TOS },
	{ IPPROTO_IP, IP_PKTINFO },
	{ IPPROTO_IPV6, IPV6_HOPLIMIT },
	{ IPPROTO_IPV6, IPV6_TCLASS },
	{ IPPROTO_IPV6, IPV6_PKTINFO },
	{ IPPROTO_IPV6, IPV6_DONTFRAG },
	{ IPPROTO_UDP, UDP_SEGMENT },
};

static bool
is_passed(const struct guest_header *h)
{
	for (size_t i = 0; i < sizeof PASSED / sizeof *PASSED; i++)
		if (PASSED[i].level == h->level && PASSED[i].type == h->type)
			return true;
	return false;
}

/* One header and its data. */
static int
add_to_host(struct wasix_caller *c, const struct guest_header *h, const uint8_t *data,
	struct sock_control *out)
{
	size_t len = h->len - sizeof *h;
	struct cmsghdr *host = (void *)(out->bytes + out->len);

	if (!is_passed(h))
		return -EINVAL;
	if (out->len + CMSG_SPACE(len) > sizeof out->bytes)
		return -ENOBUFS;
	*host = (struct cmsghdr){
		.cmsg_len = CMSG_LEN(len), .cmsg_level = h->level, .cmsg_type = h->type
	};
	memcpy(CMSG_DATA(host), data, len);
	out->len += CMSG_SPACE(len);
	if (h->level != SOL_SOCKET)
		return 0;
	return h->type == SCM_RIGHTS        ? rights_to_host(c, CMSG_DATA(host), len, out)
	       : h->type == SCM_CREDENTIALS ? cred_to_host(c, CMSG_DATA(host), len)
					    : 0;
}

int
sock_control_read(struct wasix_caller *c, wasix_gptr ptr, uint32_t len, struct sock_control *out)
{
	uint8_t copy[CONTROL_MAX];
	struct guest_header h;
	int e = 0;

	out->len = 0;
	out->held_count = 0;
	memset(out->bytes, 0, sizeof out->bytes);
	if (len > sizeof copy)
		return -ENOBUFS;
	if (guest_read(c, copy, ptr, len))
		return -EFAULT;
	for (size_t at = 0; !e && len - at >= sizeof h;) {
		memcpy(&h, copy + at, sizeof h);
		if (h.len < sizeof h || h.len > len - at)
			e = -EINVAL;
		else
			e = add_to_host(c, &h, copy + at + sizeof h, out);
		at = guest_aligned(at + h.len) < len ? guest_aligned(at + h.len) : len;
	}
	if (e)
		sock_control_put(out);
	return e;
}

void
sock_control_put(struct sock_control *control)
{
	for (size_t i = 0; i < control->held_count; i++)
		fd_put(&control->held[i]);
	control->held_count = 0;
}

/* --- from the kernel --- */

/* Takes the host's descriptor. */
static int64_t
file_received(struct wasix_process *p, int host)
{
	uint32_t fd;
	wasix_errno e = fd_add_from_outside(p, host, false, 0, &fd);

	return e ? -errno_to_linux(e) : (int64_t)fd;
}

/* As many as have room; the others are closed. Returns the bytes of data that are used. */
static size_t
rights_to_guest(struct wasix_process *p, const struct cmsghdr *from, uint8_t *to, size_t room)
{
	size_t count = (from->cmsg_len - CMSG_LEN(0)) / sizeof(int), used = 0;
	bool full = false;

	for (size_t i = 0; i < count; i++) {
		int host;
		memcpy(&host, CMSG_DATA(from) + i * sizeof host, sizeof host);
		full = full || used + sizeof host > room;
		int64_t fd = full ? -EMFILE : file_received(p, host);
		if (full)
			close(host);
		full = fd < 0;
		if (!full) {
			memcpy(to + used, &(int){ (int)fd }, sizeof(int));
			used += sizeof(int);
		}
	}
	return used;
}

static void
cred_to_guest(struct wasix_process *p, uint8_t *data)
{
	struct ucred cred;

	memcpy(&cred, data, sizeof cred);
	sock_cred_to_guest(p, &cred);
	memcpy(data, &cred, sizeof cred);
}

/* False when it did not fit. */
static bool
add_to_guest(
	struct wasix_process *p, const struct cmsghdr *from, uint8_t *to, size_t room, size_t *used)
{
	struct guest_header h = { .level = from->cmsg_level, .type = from->cmsg_type };
	size_t len = from->cmsg_len - CMSG_LEN(0), data = 0;
	bool rights = from->cmsg_level == SOL_SOCKET && from->cmsg_type == SCM_RIGHTS;
	size_t left = room - *used > sizeof h ? room - *used - sizeof h : 0;

	if (rights) {
		data = rights_to_guest(p, from, to + *used + sizeof h, left);
	} else if (left) {
		data = len < left ? len : left;
		memcpy(to + *used + sizeof h, CMSG_DATA(from), data);
		if (h.level == SOL_SOCKET && h.type == SCM_CREDENTIALS &&
			data == sizeof(struct ucred))
			cred_to_guest(p, to + *used + sizeof h);
	}
	if (data == 0)
		return len == 0;
	h.len = (uint32_t)(sizeof h + data);
	memcpy(to + *used, &h, sizeof h);
	size_t end = *used + guest_aligned(h.len);
	*used = end < room ? end : room;
	return data == len;
}

size_t
sock_control_room(uint32_t guest_len)
{
	return guest_len < CONTROL_MAX ? 2 * (size_t)guest_len + 64 : CONTROL_HOST_MAX;
}

int
sock_control_write(struct wasix_caller *c, struct msghdr *m, wasix_gptr ptr, uint32_t *len)
{
	uint8_t out[CONTROL_MAX] = { 0 };
	size_t room = *len < sizeof out ? *len : sizeof out, used = 0;

	for (struct cmsghdr *h = CMSG_FIRSTHDR(m); h; h = CMSG_NXTHDR(m, h))
		if (!add_to_guest(caller_process(c), h, out, room, &used))
			m->msg_flags |= MSG_CTRUNC;
	*len = (uint32_t)used;
	return guest_write(c, ptr, out, used) ? -EFAULT : 0;
}
