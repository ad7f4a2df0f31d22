/* poll_host.c -- for hosts without WASIX: poll_oneoff alone. */
#include "poll_host.h"

#include <errno.h>

long
__wasix_host_ppoll(long fds, long count, long timeout, long mask)
{
	(void)fds;
	(void)count;
	(void)timeout;
	(void)mask;
	return -ENOSYS;
}
