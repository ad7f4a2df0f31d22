/* ext_message.c -- extensions that send and receive messages with control data, one or several. */
#include "extension.h"
#include "guest.h"
#include "sock.h"
#include "sock_control.h"

#include <errno.h>
#include <time.h>

/* struct msghdr and struct mmsghdr of the guest. */
struct guest_msghdr {
	uint32_t name;
	uint32_t name_len;
	uint32_t iov;
	int32_t iov_len;
	uint32_t control;
	uint32_t control_len;
	int32_t flags;
};

struct guest_mmsghdr {
	struct guest_msghdr hdr;
	uint32_t len;
};

enum { MESSAGES_MAX = 1024 }; /* as Linux: more are left out */

/* A message on its way; msg's addresses lead into it. */
struct message {
	struct guest_msghdr guest;
	struct msghdr msg;
	struct iovec iov[GUEST_IOV_MAX];
	struct sock_address address;
	struct sock_control control;
};

static int
message_read(struct wasix_caller *c, wasix_gptr ptr, struct message *m)
{
	if (guest_read(c, &m->guest, ptr, sizeof m->guest))
		return -EFAULT;
	if (m->guest.iov_len < 0 || m->guest.iov_len > GUEST_IOV_MAX)
		return -EMSGSIZE;
	if ((int32_t)m->guest.name_len < 0 && m->guest.name)
		return -EINVAL;
	uint32_t count = (uint32_t)m->guest.iov_len;
	if (guest_iovecs(c, m->guest.iov, count, m->iov))
		return -EFAULT;
	m->msg = (struct msghdr){ .msg_iov = m->iov, .msg_iovlen = count };
	m->control.held_count = 0;
	return 0;
}

/* --- sending --- */

static int
message_read_rest(struct wasix_caller *c, struct message *m)
{
	const struct guest_msghdr *g = &m->guest;
	int64_t name_len =
		g->name_len < sizeof m->address.storage ? g->name_len : sizeof m->address.storage;

	if (g->name && name_len) {
		int e = sock_address_read(c, g->name, name_len, &m->address);
		if (e)
			return e;
		m->msg.msg_name = &m->address.storage;
		m->msg.msg_namelen = m->address.len;
	}
	if (!g->control || !g->control_len)
		return 0;
	int e = sock_control_read(c, g->control, g->control_len, &m->control);
	m->msg.msg_control = m->control.bytes;
	m->msg.msg_controllen = m->control.len;
	return e;
}

static int64_t
send_one(struct wasix_caller *c, const struct fd_ref *f, wasix_gptr ptr, int64_t flags)
{
	struct message m;

	int e = message_read(c, ptr, &m);
	if (!e)
		e = message_read_rest(c, &m);
	if (e)
		return e;
	int64_t n = sock_send(c, f, &m.msg, sock_send_flags(flags));
	sock_control_put(&m.control);
	return n;
}

/* sendmsg(2) */
int64_t
host_ext_sendmsg(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;

	int e = sock_get(c, a[0], &f);
	if (e)
		return e;
	int64_t n = send_one(c, &f, (wasix_gptr)a[1], a[2]);
	abi_filetype type = f.file->type;
	fd_put(&f);
	sock_broken(c, n, type, (int)a[2]);
	return n;
}

/* sendmmsg(2) */
int64_t
host_ext_sendmmsg(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint32_t count = (uint32_t)a[2] < MESSAGES_MAX ? (uint32_t)a[2] : MESSAGES_MAX, done = 0;
	struct fd_ref f;
	int64_t n = 0;

	int e = sock_get(c, a[0], &f);
	if (e)
		return e;
	for (; done < count; done++) {
		uint64_t at = (uint32_t)a[1] + (uint64_t)done * sizeof(struct guest_mmsghdr);
		n = at > UINT32_MAX ? -EFAULT : send_one(c, &f, (wasix_gptr)at, a[3]);
		if (n < 0 || guest_write_u32(
				     c, (wasix_gptr)at + sizeof(struct guest_msghdr), (uint32_t)n))
			break;
	}
	abi_filetype type = f.file->type;
	fd_put(&f);
	sock_broken(c, n, type, (int)a[3]);
	return done || n >= 0 ? done : n;
}

/* --- receiving --- */

/* Sender, control data and flags go where the guest's header says. */
static int
message_write_rest(struct wasix_caller *c, wasix_gptr ptr, struct message *m)
{
	struct guest_msghdr *g = &m->guest;
	int e = 0;

	if (g->control && g->control_len)
		e = sock_control_write(c, &m->msg, g->control, &g->control_len);
	else
		g->control_len = 0;
	if (g->name && !e) {
		m->address.len = m->msg.msg_namelen;
		sock_address_for_guest(caller_process(c), NULL, &m->address);
		e = sock_address_write(c, &m->address, g->name,
			ptr + (uint32_t)offsetof(struct guest_msghdr, name_len));
	}
	if (e)
		return e;
	return guest_write_u32(c, ptr + (uint32_t)offsetof(struct guest_msghdr, control_len),
		       g->control_len) ||
			       guest_write_u32(c,
				       ptr + (uint32_t)offsetof(struct guest_msghdr, flags),
				       (uint32_t)m->msg.msg_flags & ~(uint32_t)MSG_CMSG_CLOEXEC)
		       ? -EFAULT
		       : 0;
}

static int64_t
receive_one(struct wasix_caller *c, const struct fd_ref *f, wasix_gptr ptr, int64_t flags)
{
	struct message m;

	int e = message_read(c, ptr, &m);
	if (e)
		return e;
	memset(&m.address, 0, sizeof m.address);
	if (m.guest.name) {
		m.msg.msg_name = &m.address.storage;
		m.msg.msg_namelen = sizeof m.address.storage;
	}
	if (m.guest.control && m.guest.control_len) {
		m.msg.msg_control = m.control.bytes;
		m.msg.msg_controllen = sock_control_room(m.guest.control_len);
	}
	int64_t n = sock_receive(c, f, &m.msg, sock_receive_flags(flags));
	if (n < 0)
		return n;
	e = message_write_rest(c, ptr, &m);
	return e ? e : n;
}

/* recvmsg(2) */
int64_t
host_ext_recvmsg(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;

	int e = sock_get(c, a[0], &f);
	if (e)
		return e;
	int64_t n = receive_one(c, &f, (wasix_gptr)a[1], a[2]);
	fd_put(&f);
	return n;
}

static int64_t
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* The time limit of recvmmsg; INT64_MAX without one. */
static int
deadline_read(struct wasix_caller *c, wasix_gptr ptr, int64_t *deadline)
{
	int64_t t[2];

	*deadline = INT64_MAX;
	if (!ptr)
		return 0;
	if (guest_read(c, t, ptr, sizeof t))
		return -EFAULT;
	if (t[0] < 0 || t[1] < 0 || t[1] >= 1000000000)
		return -EINVAL;
	if (t[0] < INT32_MAX)
		*deadline = now_ns() + t[0] * 1000000000 + t[1];
	return 0;
}

static int64_t
receive_all(struct wasix_caller *c, const struct fd_ref *f, const int64_t *a, int64_t deadline)
{
	uint32_t count = (uint32_t)a[2] < MESSAGES_MAX ? (uint32_t)a[2] : MESSAGES_MAX, done = 0;
	int64_t flags = a[3], n = 0;

	while (done < count) {
		uint64_t at = (uint32_t)a[1] + (uint64_t)done * sizeof(struct guest_mmsghdr);
		n = at > UINT32_MAX ? -EFAULT : receive_one(c, f, (wasix_gptr)at, flags);
		if (n < 0 || guest_write_u32(
				     c, (wasix_gptr)at + sizeof(struct guest_msghdr), (uint32_t)n))
			break;
		done++;
		if (flags & MSG_WAITFORONE)
			flags |= MSG_DONTWAIT;
		/* as Linux: looked at after each message only */
		if (deadline != INT64_MAX && now_ns() >= deadline)
			break;
	}
	return done || n >= 0 ? done : n;
}

/* recvmmsg(2) */
int64_t
host_ext_recvmmsg(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;
	int64_t deadline;

	int e = deadline_read(c, (wasix_gptr)a[4], &deadline);
	if (!e)
		e = sock_get(c, a[0], &f);
	if (e)
		return e;
	int64_t n = receive_all(c, &f, a, deadline);
	fd_put(&f);
	return n;
}
