/* priority_ceiling.c -- mutexes with a ceiling: there are no real-time priorities (sys/process/sched.c). */
#include <errno.h>
#include <pthread.h>

int
pthread_mutexattr_getprioceiling(const pthread_mutexattr_t *restrict a, int *restrict ceiling)
{
	(void)a, (void)ceiling;
	return ENOSYS;
}

int
pthread_mutexattr_setprioceiling(pthread_mutexattr_t *a, int ceiling)
{
	(void)a, (void)ceiling;
	return ENOSYS;
}
