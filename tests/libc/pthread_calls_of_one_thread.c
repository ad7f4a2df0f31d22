// NATIVE: no, it has threads
// EXPECT: mutex 0 16 0
// EXPECT: recursive 0 0
// EXPECT: once 1
// EXPECT: key value
// EXPECT: rwlock 0 0
// EXPECT: timed 110
// EXPECT: sem 11 0
// EXPECT: create 11
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>

static int runs;

static void
once(void)
{
	runs++;
}

static void *
body(void *p)
{
	return p;
}

int
main(void)
{
	pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER, r;
	pthread_mutexattr_t attr;
	int a = pthread_mutex_lock(&m), b = pthread_mutex_trylock(&m), c = pthread_mutex_unlock(&m);
	printf("mutex %d %d %d\n", a, b, c);
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&r, &attr);
	printf("recursive %d %d\n", pthread_mutex_lock(&r), pthread_mutex_lock(&r));
	pthread_once_t o = PTHREAD_ONCE_INIT;
	pthread_once(&o, once);
	pthread_once(&o, once);
	printf("once %d\n", runs);
	pthread_key_t key;
	pthread_key_create(&key, NULL);
	pthread_setspecific(key, "value");
	printf("key %s\n", (char *)pthread_getspecific(key));
	pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
	printf("rwlock %d %d\n", pthread_rwlock_rdlock(&rw), pthread_rwlock_unlock(&rw));
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec = t.tv_nsec > 990000000 ? 0 : t.tv_nsec + 5000000;
	pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
	pthread_mutex_lock(&m);
	printf("timed %d\n", pthread_cond_timedwait(&cond, &m, &t));
	sem_t s;
	sem_init(&s, 0, 0);
	int e = sem_trywait(&s) ? errno : 0;
	sem_post(&s);
	printf("sem %d %d\n", e, sem_wait(&s));
	pthread_t thread;
	printf("create %d\n", pthread_create(&thread, NULL, body, NULL));
}
