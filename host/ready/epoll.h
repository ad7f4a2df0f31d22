/* epoll.h -- the names under which the kernel's epoll knows the guest's descriptors. */
#ifndef HOST_EPOLL_H
#define HOST_EPOLL_H

#include "host.h"

/* What epoll_ctl needs to know about a descriptor of the guest. Linux keys what is registered by
 * open file description and number; duplicates of the guest share one number of the host, so each
 * further one that is registered gets a number of its own, until the file is closed. */
struct epoll_key {
	struct epoll_key *next;
	uint32_t guest; /* number */
	int host;       /* file->host for the first */
};

/* The host's number to register the guest's `fd` with, which leads to `file`; or -errno. */
int epoll_key(struct wasix_process *p, struct file *file, uint32_t fd);

/* When a file is closed: its keys, or the set that it is. */
void epoll_keys_delete(struct file *file);
void epoll_set_delete(struct epoll_set *set);

#endif
