/* cancel.c -- pthread_cancel, in place of musl's, whose handler moves the program counter.
 *
 * A cancelled thread notices at its next cancellation point. A signal tells it, so that one that
 * waits in such a point stops waiting: the host then refuses to wait for it until the point is
 * over, so nothing is lost between its test of the mark and its call. Without that extension the
 * signal only ends a wait early.
 */
#include "extension.h"
#include "lowered.h"

#include "pthread_impl.h"

#include <errno.h>
#include <signal.h>

USES_EXTENSION(refuse_waits);

hidden long __cancel(void);

static void
over(void)
{
	(void)EXTENSION(refuse_waits, 0);
	__wasix_cancel_place = 1;
}

long
__cancel(void)
{
	pthread_t self = __pthread_self();
	if (__wasix_cancel_place == 2)
		over();
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
	if (!self->cancel || self->canceldisable == PTHREAD_CANCEL_DISABLE)
		return;
	if (self->cancelasync)
		pthread_exit(PTHREAD_CANCELED);
	if (__wasix_cancel_place == 1) {
		__wasix_cancel_place = 2;
		(void)EXTENSION(refuse_waits, 1);
	}
}

int
pthread_cancel(pthread_t thread)
{
	if (!__wasix_cancel_point) {
		struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
		sigfillset(&action.sa_mask);
		__libc_sigaction(SIGCANCEL, &action, 0);
		__wasix_cancel_over = over;
		__wasix_cancel_point = cancel_point;
		__wasix_cancel_watched = 1;
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
