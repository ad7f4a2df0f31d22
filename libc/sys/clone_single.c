/* clone_single.c -- no new threads in a program linked without -pthread: pthread_create says
 * EAGAIN. */
#include "pthread_impl.h"

#include <errno.h>

int
__clone(int (*function)(void *), void *stack, int flags, void *argument, ...)
{
	(void)function, (void)stack, (void)flags, (void)argument;
	return -ENOSYS;
}

_Noreturn void
__unmapself(void *base, size_t size)
{
	(void)base, (void)size;
	a_crash(); /* only a thread that was made unmaps its stack */
}
