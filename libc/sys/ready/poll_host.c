/* poll_host.c -- ppoll by extension: all events, and signals let in while it waits. */
#include "poll_host.h"

#include "extension.h"

USES_EXTENSION(ppoll);

long
__wasix_host_ppoll(long fds, long count, long timeout, long mask)
{
	return (long)EXTENSION(ppoll, fds, count, timeout, mask);
}
