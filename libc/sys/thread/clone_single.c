/* clone_single.c -- no new threads in a program linked without -pthread: pthread_create says
 * EAGAIN.
 *
 * The host is asked all the same: it is the one who can say why, and the import tells the inspector
 * that the program wants threads.
 */
#include "imports.h"
#include "libc.h"
#include "thread_name.h"

#include <errno.h>
#include <stdint.h>

int
__clone(int (*function)(void *), void *stack, int flags, void *argument, ...)
{
	static struct abi_thread_start nothing;
	uint32_t tid;

	(void)function, (void)stack, (void)flags, (void)argument;
	(void)__import_wasix_thread_spawn_v2(&nothing, &tid);
	return -ENOSYS;
}

_Noreturn void
__unmapself(void *base, size_t size)
{
	(void)base, (void)size;
	a_crash(); /* only a thread that was made unmaps its stack */
}

/* For the attempt: pthread_create lays out the thread before it asks for one. */
void *
__copy_tls(unsigned char *mem)
{
	uintptr_t at = (uintptr_t)mem + __libc.tls_size - sizeof(struct pthread) - THREAD_NAME_SIZE;
	return (void *)(at & -(uintptr_t)16);
}
