/* sock.h -- sockets in Linux's terms: what the imports of sock_* and the extensions are made of.
 *
 * Results are those of the system call, or minus its errno. Addresses are copied in once, checked,
 * and the copy goes to the kernel.
 */
#ifndef HOST_SOCK_H
#define HOST_SOCK_H

#include "block.h"
#include "host.h"
#include "net.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

/* --- addresses (sock_address.c) --- */

struct sock_address {
	socklen_t len; /* 0: none */
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_storage storage;
	};
};

enum {
	SOCK_PATH_BYTES =
		sizeof((struct sockaddr_un){ 0 }.sun_path) + 1, /* of a path with its NUL */
	SOCK_PLACE_BYTES = 24,
};

/* The kernel's names of sockets that were bound or connected by path are of its making (see
 * sock_path.c); these are the guest's. */
struct sock_names {
	char local[SOCK_PATH_BYTES];
	char peer[SOCK_PATH_BYTES];
};

/* struct sockaddr of the guest, whose layout is ours. -EINVAL, -EFAULT. */
int sock_address_read(
	struct wasix_caller *c, wasix_gptr ptr, int64_t len, struct sock_address *out);
/* Cuts to the length that stands at len_ptr and stores the full one there, as Linux. */
int sock_address_write(struct wasix_caller *c, const struct sock_address *address, wasix_gptr ptr,
	wasix_gptr len_ptr);
/* The ABI's: ports come as numbers and leave in network order. */
wasix_errno sock_address_from_abi(struct wasix_caller *c, wasix_gptr ptr, struct sock_address *out);
wasix_errno sock_address_to_abi(
	struct wasix_caller *c, const struct sock_address *address, wasix_gptr ptr);
/* Puts the guest's names and ports for the kernel's. name may be NULL: then that of a socket of the
 * guest's tree, if it is one. */
void sock_address_for_guest(
	struct wasix_process *p, const char *name, struct sock_address *address);

/* --- paths of Unix sockets (sock_path.c) --- */

/* A name that the kernel takes for a place in the guest's tree; held until sock_path_put. */
struct sock_path {
	struct sock_address host;
	int held; /* -1: nothing */
	char guest[SOCK_PATH_BYTES];
	/* of a socket that is made: its name where the kernel's does not take it, so it is made by
	 * another one and renamed; "": none */
	char rename[SOCK_PATH_BYTES];
};

/* Relative names begin at the working directory. 0 or -ENAMETOOLONG. */
int sock_path_absolute(struct wasix_process *p, const char *path, char out[GUEST_PATH_MAX]);
/* Resolves where a socket will be made, or is. Not a path: passed on as it is, if that is allowed.
 */
int sock_path_find(struct wasix_process *p, const struct sock_address *address, bool make,
	struct sock_path *out);
void sock_path_put(struct sock_path *path);
/* After bind: gives the socket its name, if it has another: 0 or -errno. */
int sock_path_made(struct wasix_process *p, struct sock_path *path);
/* Remembers it for getsockname or getpeername. */
void sock_path_remember(struct file *file, const struct sock_path *path, bool local);

/* --- names of other processes' sockets (sock_names.c) --- */

/* What makes the kernel's name of a socket to be bound one of its own. */
void sock_names_place(struct wasix_process *p, char out[SOCK_PLACE_BYTES]);
/* Notes what was bound, or found out, and tells it; "" and false if nothing was. */
void sock_names_note(struct wasix_process *p, const char *kernel, const char *guest);
bool sock_names_find(struct wasix_process *p, const char *kernel, char guest[SOCK_PATH_BYTES]);

/* --- names outside of the guest's tree (sock_outside.c) --- */

/* The host's name of a socket that will be made at this place; false: it is not to be bound by it.
 */
bool sock_outside_name(struct wasix_process *p, const struct place *at, const char *absolute,
	struct sock_address *out);
/* The guest's name of a socket that others bound by this one; "" and false if it has none. */
bool sock_outside_find(struct wasix_process *p, const char *kernel, char guest[SOCK_PATH_BYTES]);

/* --- calls (sock.c) --- */

/* Descriptor fd, a socket as far as the kernel may be asked. -EBADF, -ENOTSOCK. */
int sock_get(struct wasix_caller *c, int64_t fd, struct fd_ref *out);
/* The same for the imports, which look at rights. BADF, NOTSOCK, NOTCAPABLE. */
wasix_errno sock_get_with(
	struct wasix_caller *c, uint32_t fd, abi_rights right, struct fd_ref *out);
/* Whether a call that waits goes on after a signal. */
static inline enum restart
sock_restart(const struct file *file)
{
	return atomic_load_explicit(&file->times_out, memory_order_relaxed) ? RESTARTS_NEVER
									    : RESTARTS;
}
/* A new descriptor of the guest for the host's, which is taken even on failure. */
int64_t sock_add(struct wasix_caller *c, int host);

int64_t sock_open(struct wasix_caller *c, int domain, int type, int protocol);
int sock_pair(struct wasix_caller *c, int domain, int type, int protocol, uint32_t fds[2]);
int sock_bind(struct wasix_caller *c, int64_t fd, const struct sock_address *address);
int sock_connect(struct wasix_caller *c, int64_t fd, const struct sock_address *address);
int64_t sock_accept(struct wasix_caller *c, int64_t fd, int flags, struct sock_address *peer);
int sock_name(struct wasix_caller *c, int64_t fd, bool local, struct sock_address *out);

/* --- bytes (sock_transfer.c) --- */

/* The flags of Linux that a guest may use. */
int sock_send_flags(int64_t guest);
int sock_receive_flags(int64_t guest);
/* msg's buffers are host addresses. Raises the guest's SIGPIPE unless flags hold it back; checks
 * the destination. Call it with nothing held but f. */
int64_t sock_send(struct wasix_caller *c, const struct fd_ref *f, struct msghdr *msg, int flags);
int64_t sock_receive(struct wasix_caller *c, const struct fd_ref *f, struct msghdr *msg, int flags);
/* The same where neither control data nor flags are asked for. */
int64_t sock_receive_bytes(
	struct wasix_caller *c, const struct fd_ref *f, struct msghdr *msg, int flags);
/* After the descriptor is let go: SIGPIPE for a stream that nobody reads. */
void sock_broken(struct wasix_caller *c, int64_t result, abi_filetype type, int flags);

/* --- options (sock_option.c) --- */

int sock_set_option(struct wasix_caller *c, int64_t fd, int level, int option, const void *value,
	socklen_t len);
/* The guest's number of the process; 0: it is not of its tree. */
void sock_cred_to_guest(struct wasix_process *p, struct ucred *cred);
int sock_get_option(
	struct wasix_caller *c, int64_t fd, int level, int option, void *value, socklen_t *len);

#endif
