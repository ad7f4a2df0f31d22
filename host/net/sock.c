/* sock.c -- opening sockets, giving them names, connecting and accepting. */
#include "sock.h"

#include "block.h"
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { TYPE_MASK = 0xf };

/* --- descriptors --- */

int
sock_get(struct wasix_caller *c, int64_t fd, struct fd_ref *out)
{
	if (fd < 0 || fd > UINT32_MAX || fd_get(c, (uint32_t)fd, 0, out))
		return -EBADF;
	if (out->host >= 0)
		return 0;
	fd_put(out);
	return -ENOTSOCK; /* a directory of the tree */
}

wasix_errno
sock_get_with(struct wasix_caller *c, uint32_t fd, abi_rights right, struct fd_ref *f)
{
	GUEST_TRY(fd_get(c, fd, 0, f));
	bool is_socket = f->file->type == ABI_FILETYPE_SOCKET_STREAM ||
			 f->file->type == ABI_FILETYPE_SOCKET_DGRAM ||
			 f->file->type == ABI_FILETYPE_SOCKET_SEQPACKET;
	if (is_socket && f->base & right)
		return ABI_ERRNO_SUCCESS;
	fd_put(f);
	return is_socket ? ABI_ERRNO_NOTCAPABLE : ABI_ERRNO_NOTSOCK;
}

int64_t
sock_add(struct wasix_caller *c, int host)
{
	uint32_t fd;
	struct file *file = file_new(host, filetype_of(S_IFSOCK, host), NULL, NULL, NULL);
	wasix_errno e = fd_add(caller_process(c), file, RIGHTS_ALL, 0, 0, 0, &fd);
	return e ? -errno_to_linux(e) : (int64_t)fd;
}

/* --- opening --- */

/* What a guest may open: bytes and datagrams over IP, and Unix sockets. Raw sockets and other
 * families see more than the guest's own traffic. */
static int
kind_check(struct wasix_caller *c, int domain, int type, int protocol)
{
	if (domain == AF_UNIX)
		return 0;
	if (domain != AF_INET && domain != AF_INET6)
		return -EAFNOSUPPORT;
	if ((type & TYPE_MASK) == SOCK_RAW || (type & TYPE_MASK) == SOCK_PACKET) {
		net_say_raw(caller_process(c));
		return -EPERM;
	}
	return protocol == 0 || protocol == IPPROTO_TCP || protocol == IPPROTO_UDP
		       ? 0
		       : -EPROTONOSUPPORT;
}

int64_t
sock_open(struct wasix_caller *c, int domain, int type, int protocol)
{
	int e = kind_check(c, domain, type, protocol);

	if (e)
		return e;
	int host = socket(domain, type | SOCK_CLOEXEC, protocol);
	return host < 0 ? -errno : sock_add(c, host);
}

int
sock_pair(struct wasix_caller *c, int domain, int type, int protocol, uint32_t fds[2])
{
	int hosts[2];

	/* the kernel has pairs of Unix sockets only, and says EOPNOTSUPP for what has none */
	if (domain != AF_UNIX)
		return domain == AF_INET || domain == AF_INET6 ? -EOPNOTSUPP : -EAFNOSUPPORT;
	if (socketpair(domain, type | SOCK_CLOEXEC, protocol, hosts) < 0)
		return -errno;
	int64_t first = sock_add(c, hosts[0]);
	int64_t second = first < 0 ? first : sock_add(c, hosts[1]);
	if (first < 0)
		close(hosts[1]);
	else if (second < 0)
		(void)fd_remove(caller_process(c), (uint32_t)first);
	if (second < 0)
		return (int)second;
	fds[0] = (uint32_t)first;
	fds[1] = (uint32_t)second;
	return 0;
}

/* --- names --- */

static int
type_of(const struct file *file)
{
	return file->type == ABI_FILETYPE_SOCKET_DGRAM ? SOCK_DGRAM : SOCK_STREAM;
}

static void
map_port(struct wasix_process *p, struct sock_address *a)
{
	if (a->len >= sizeof a->in && a->any.sa_family == AF_INET)
		a->in.sin_port = net_port_to_host(p, a->in.sin_port);
	else if (a->len >= SOCKADDR_IN6_MIN && a->any.sa_family == AF_INET6)
		a->in6.sin6_port = net_port_to_host(p, a->in6.sin6_port);
}

/* A socket at "::" takes IPv4 too: only where the rules allow both. */
static void
narrow_to_ipv6(struct wasix_process *p, const struct fd_ref *f, const struct sock_address *a)
{
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = a->in6.sin6_port };
	int on = 1;

	if (net_has_rules(p) && a->any.sa_family == AF_INET6 &&
		IN6_IS_ADDR_UNSPECIFIED(&a->in6.sin6_addr) &&
		net_check(p, NET_IN, type_of(f->file), (struct sockaddr *)&any, sizeof any))
		(void)setsockopt(f->host, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
}

static int
bind_at(struct wasix_process *p, const struct fd_ref *f, const struct sock_address *address)
{
	struct sock_path path;

	int e = net_check(p, NET_IN, type_of(f->file), &address->any, address->len);
	if (!e)
		e = sock_path_find(p, address, true, &path);
	if (e)
		return e;
	narrow_to_ipv6(p, f, address);
	map_port(p, &path.host);
	e = bind(f->host, &path.host.any, path.host.len) < 0 ? -errno : sock_path_made(p, &path);
	if (!e)
		sock_path_remember(f->file, &path, true);
	sock_path_put(&path);
	return e == -EEXIST ? -EADDRINUSE : e;
}

int
sock_bind(struct wasix_caller *c, int64_t fd, const struct sock_address *address)
{
	struct fd_ref f;

	int e = sock_get(c, fd, &f);
	if (e)
		return e;
	e = bind_at(caller_process(c), &f, address);
	fd_put(&f);
	return e;
}

static int
connect_to(struct wasix_caller *c, const struct fd_ref *f, const struct sock_address *address)
{
	struct wasix_process *p = caller_process(c);
	struct sock_path path;

	/* without a family it only ends a connection */
	int e = address->len >= sizeof(sa_family_t) && address->any.sa_family == AF_UNSPEC
			? 0
			: net_check(p, NET_OUT, type_of(f->file), &address->any, address->len);
	if (!e)
		e = sock_path_find(p, address, false, &path);
	if (e)
		return e;
	e = (int)block_syscall(c, sock_restart(f->file), SYS_connect, f->host, (long)&path.host.any,
		path.host.len, 0, 0, 0);
	if (!e)
		sock_path_remember(f->file, &path, false);
	sock_path_put(&path);
	return e;
}

int
sock_connect(struct wasix_caller *c, int64_t fd, const struct sock_address *address)
{
	struct fd_ref f;

	int e = sock_get(c, fd, &f);
	if (e)
		return e;
	e = connect_to(c, &f, address);
	fd_put(&f);
	return e;
}

int
sock_name(struct wasix_caller *c, int64_t fd, bool local, struct sock_address *out)
{
	struct fd_ref f;

	int e = sock_get(c, fd, &f);
	if (e)
		return e;
	memset(out, 0, sizeof *out);
	out->len = sizeof out->storage;
	e = (local ? getsockname : getpeername)(f.host, &out->any, &out->len) < 0 ? -errno : 0;
	const struct sock_names *names = f.file->names;
	if (!e)
		sock_address_for_guest(caller_process(c),
			!names  ? NULL
			: local ? names->local
				: names->peer,
			out);
	fd_put(&f);
	return e;
}

/* --- servers --- */

/* Without a name it gets one now, at any address and port: that needs what bind would. One that was
 * handed over with a name may listen there. */
static int
listen_check(struct wasix_process *p, const struct fd_ref *f)
{
	struct sock_address a = { .len = sizeof a.storage };
	bool all = p->granted[CAP_NET] && !net_has_rules(p);

	if (all || getsockname(f->host, &a.any, &a.len) < 0)
		return 0;
	bool has_port = (a.any.sa_family == AF_INET && a.in.sin_port) ||
			(a.any.sa_family == AF_INET6 && a.in6.sin6_port);
	if (has_port && f->file->handed_over)
		return 0;
	if (!p->granted[CAP_NET])
		return a.any.sa_family == AF_UNIX ? 0 : -EACCES;
	sock_address_for_guest(p, NULL, &a);
	return net_check_listen(p, &a.any, a.len);
}

/* WASIX, sock_listen */
wasix_errno
host_sock_listen(struct wasix_caller *c, uint32_t fd, uint32_t backlog)
{
	struct fd_ref f;

	int e = sock_get(c, fd, &f);
	if (e)
		return errno_to_wasi(-e);
	e = listen_check(caller_process(c), &f);
	wasix_errno result = e ? errno_to_wasi(-e) : errno_of(listen(f.host, (int)backlog));
	fd_put(&f);
	return result;
}

/* A connection has the name of the socket that it came in by. */
static void
names_inherit(struct file *file, const struct file *listener)
{
	if (!file || !listener->names)
		return;
	file->names = calloc(1, sizeof *file->names);
	if (file->names)
		strcpy(file->names->local, listener->names->local);
}

static int64_t
accept_from(struct wasix_caller *c, const struct fd_ref *f, int flags, struct sock_address *peer)
{
	memset(peer, 0, sizeof *peer);
	peer->len = sizeof peer->storage;
	/* what is accepted and then has no number would be lost */
	if (fd_check_room(caller_process(c)))
		return -EMFILE;
	long host = block_syscall(c, sock_restart(f->file), SYS_accept4, f->host, (long)&peer->any,
		(long)&peer->len, flags | SOCK_CLOEXEC, 0, 0);
	if (host < 0)
		return host;
	struct file *file = file_new((int)host, f->file->type, NULL, NULL, NULL);
	uint32_t fd;
	if (file) /* time limits go with the listener's */
		atomic_store(&file->times_out, atomic_load(&f->file->times_out));
	names_inherit(file, f->file);
	wasix_errno e = fd_add(caller_process(c), file, RIGHTS_ALL, 0, 0, 0, &fd);
	sock_address_for_guest(caller_process(c), NULL, peer);
	return e ? -errno_to_linux(e) : (int64_t)fd;
}

int64_t
sock_accept(struct wasix_caller *c, int64_t fd, int flags, struct sock_address *peer)
{
	struct fd_ref f;

	int e = sock_get(c, fd, &f);
	if (e)
		return e;
	int64_t result = accept_from(c, &f, flags, peer);
	fd_put(&f);
	return result;
}
