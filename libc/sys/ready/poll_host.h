/* poll_host.h -- the host's ppoll, where it has one: sys/ready/poll_host.c. */
#ifndef SYS_POLL_HOST_H
#define SYS_POLL_HOST_H

#include <features.h>

/* As the system call, or -ENOSYS. */
hidden long __wasix_host_ppoll(long fds, long count, long timeout, long mask);

#endif
