/* cancel.c -- pthread_cancel, in place of musl's, whose handler moves the program counter.
 *
 * A cancelled thread notices at its next cancellation point, or after a signal ended a wait.
 */
#include "lowered.h"

#include "pthread_impl.h"

#include <errno.h>

hidden long __cancel(void);

long
__cancel(void)
{
	pthread_t self = __pthread_self();
	if (self->canceldisable == PTHREAD_CANCEL_ENABLE || self->cancelasync)
		pthread_exit(PTHREAD_CANCELED);
	self->canceldisable = PTHREAD_CANCEL_DISABLE;
	return -ECANCELED;
}

void
__testcancel(void)
{
	pthread_t self = __pthread_self();
	if (self->cancel && !self->canceldisable)
		__cancel();
}

static long
cancel_point(void)
{
	pthread_t self = __pthread_self();
	if (!self->cancel || self->canceldisable == PTHREAD_CANCEL_DISABLE)
		return 0;
	return __cancel();
}

static void
on_signal(int signal)
{
	pthread_t self = __pthread_self();
	(void)signal;
	if (self->cancel && self->canceldisable == PTHREAD_CANCEL_ENABLE && self->cancelasync)
		pthread_exit(PTHREAD_CANCELED);
}

int
pthread_cancel(pthread_t thread)
{
	if (!__wasix_cancel_point) {
		struct sigaction action = { .sa_handler = on_signal, .sa_flags = 0 };
		__libc_sigaction(SIGCANCEL, &action, 0);
		__wasix_cancel_point = cancel_point;
	}
	a_store(&thread->cancel, 1);
	if (thread == pthread_self()) {
		if (thread->canceldisable == PTHREAD_CANCEL_ENABLE && thread->cancelasync)
			pthread_exit(PTHREAD_CANCELED);
		return 0;
	}
	/* The signal only ends a wait early; without it the next cancellation point sees the mark.
	 */
	return pthread_kill(thread, SIGCANCEL) == ESRCH ? ESRCH : 0;
}
