/* cancel_point.c -- what cancellation points look at; nothing until something may be cancelled. */
#include "lowered.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

int __wasix_cancel_watched = 0;
long (*__wasix_cancel_point)(void) = NULL;
void (*__wasix_cancel_over)(void) = NULL;
_Thread_local int __wasix_cancel_place;

static void
leave(void)
{
	if (__wasix_cancel_place == 2)
		__wasix_cancel_over();
	__wasix_cancel_place = 0;
}

long
__wasix_cancel_begin(void)
{
	bool outer = __wasix_cancel_place;

	if (!outer)
		__wasix_cancel_place =
			1; /* from here on a cancellation ends the wait that may follow */
	long r = __wasix_cancel_point ? __wasix_cancel_point() : 0;
	if (r && !outer)
		leave();
	return r ? r : outer;
}

/* A handler may have cancelled its own thread in a point that was not watched when it began. */
long
__wasix_cancel_end(long begun, long result, int may_be_cancelled)
{
	if (begun == 0)
		leave();
	if (begun >= 0 && result == -EINTR && may_be_cancelled && __wasix_cancel_point &&
		__wasix_cancel_point())
		return -ECANCELED;
	return result;
}
