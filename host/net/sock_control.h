/* sock_control.h -- control data of messages: the guest's headers have 12 bytes and are aligned to
 * 4, the host's 16 and 8; descriptors and processes have numbers of their own. */
#ifndef HOST_SOCK_CONTROL_H
#define HOST_SOCK_CONTROL_H

#include "host.h"

#include <sys/socket.h>

enum {
	CONTROL_MAX = 4096, /* bytes of the guest; descriptors of a message take a quarter */
	CONTROL_HOST_MAX = 2 * CONTROL_MAX + 64,
	RIGHTS_MAX = 253, /* SCM_MAX_FD of Linux */
};

/* What goes to the kernel; the files stay until sock_control_put. */
struct sock_control {
	alignas(struct cmsghdr) uint8_t bytes[CONTROL_HOST_MAX];
	size_t len;
	struct fd_ref held[RIGHTS_MAX];
	size_t held_count;
};

/* 0, or -errno as sendmsg's. */
int sock_control_read(
	struct wasix_caller *c, wasix_gptr ptr, uint32_t len, struct sock_control *out);
void sock_control_put(struct sock_control *control);

/* Room to ask the kernel for. */
size_t sock_control_room(uint32_t guest_len);
/* Hands to the guest what came in m: *len is its room, then what is used; MSG_CTRUNC is added to
 * m's flags when it did not fit. */
int sock_control_write(struct wasix_caller *c, struct msghdr *m, wasix_gptr ptr, uint32_t *len);

#endif
