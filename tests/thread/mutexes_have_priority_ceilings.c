// RUN: --enable-threads
// CFLAGS: -pthread
/* PTHREAD_PRIO_PROTECT: the protocol and the ceiling of attributes and mutexes. Whether who locks one is raised is for
 * the scheduler: no test locks here, but by what changes a ceiling, where the host may forbid it. */
// EXPECT: attribute 0, then 2 with 1, 17 0, 0 22 100 22
// EXPECT: mutex 0: 17, 22 of none
// EXPECT: back to 0, inherit 1
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

int
main(void)
{
	pthread_mutexattr_t a;
	pthread_mutex_t m, plain = PTHREAD_MUTEX_INITIALIZER;
	int was, protocol, ceiling = -1, low, high;

	pthread_mutexattr_init(&a);
	pthread_mutexattr_getprotocol(&a, &was);
	pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_PROTECT);
	pthread_mutexattr_getprotocol(&a, &protocol);
	pthread_mutexattr_getprioceiling(&a, &ceiling);
	printf("attribute %d, then %d with %d,", was, protocol, ceiling);
	int e = pthread_mutexattr_setprioceiling(&a, 17);
	pthread_mutexattr_getprioceiling(&a, &ceiling);
	printf(" %d %d,", ceiling, e);
	low = pthread_mutexattr_setprioceiling(&a, 0);
	high = pthread_mutexattr_setprioceiling(&a, 100);
	printf(" 0 %d 100 %d\n", low, high);

	e = pthread_mutex_init(&m, &a);
	pthread_mutex_getprioceiling(&m, &ceiling);
	int none = pthread_mutex_getprioceiling(&plain, &was);
	printf("mutex %d: %d, %d of none\n", e, ceiling, none);
#ifdef __wasm__
	int old = 0;
	if (pthread_mutex_setprioceiling(&m, 40, &old) || old != 17 || pthread_mutex_getprioceiling(&m, &ceiling) || ceiling != 40)
		printf("ceiling %d, before %d\n", ceiling, old);
	if (pthread_mutex_lock(&m) || pthread_mutex_trylock(&m) != EBUSY || pthread_mutex_unlock(&m))
		printf("no lock\n");
#endif
	pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_NONE);
	pthread_mutexattr_getprotocol(&a, &protocol);
	pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT);
	pthread_mutexattr_getprotocol(&a, &was);
	printf("back to %d, inherit %d\n", protocol, was);
}
