/* synccall.c -- what musl has every thread do, since the kernel's users and groups are a thread's:
 * the host's are the process's, so once is enough. (Its signal is the host's own, 34.) */
#include "pthread_impl.h"

void
__synccall(void (*function)(void *), void *argument)
{
	function(argument);
}
