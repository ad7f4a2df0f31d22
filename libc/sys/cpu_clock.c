/* cpu_clock.c -- clocks of processor time by number. Only one's own can be read, so the number is
 * that of the clock which says "own". */
#include "lowered.h"

#include "pthread_impl.h"

#include <errno.h>
#include <time.h>

int
pthread_getcpuclockid(pthread_t thread, clockid_t *clock)
{
	if (thread != __pthread_self())
		return ENOSYS;
	*clock = CLOCK_THREAD_CPUTIME_ID;
	return 0;
}

int
clock_getcpuclockid(pid_t pid, clockid_t *clock)
{
	if (pid != 0 && pid != __wasix_sys_getpid())
		return ESRCH;
	*clock = CLOCK_PROCESS_CPUTIME_ID;
	return 0;
}
