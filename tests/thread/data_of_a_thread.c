// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: destroyed 3, then 2, then 1
// EXPECT: handlers 2 1
// EXPECT: ok
// EXPECT: at exit
/* What each thread has of its own: thread-local variables, keys with destructors, clean-up
 * handlers, attributes, a stack, a name, a number, errno. */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <threads.h>
#include <unistd.h>

static int failed;
#define SAME(a, b)                                                                       \
	do {                                                                             \
		long long x_ = (long long)(a), y_ = (long long)(b);                      \
		if (x_ != y_) {                                                          \
			printf("line %d: %s is %lld, not %lld\n", __LINE__, #a, x_, y_); \
			failed = 1;                                                      \
		}                                                                        \
	} while (0)

static _Thread_local int initialised = 41, zero;
static _Thread_local _Alignas(64) char aligned[64];
static pthread_key_t key;
static int order[8], ended;

static void
destroy(void *p)
{
	order[ended++] = (int)(intptr_t)p;
	if ((intptr_t)p > 1) /* set anew: another round */
		pthread_setspecific(key, (void *)((intptr_t)p - 1));
}

static void
clean(void *p)
{
	order[ended++] = (int)(intptr_t)p;
}

static void *
uses_its_own(void *p)
{
	SAME(initialised, 41);
	SAME(zero, 0);
	SAME((uintptr_t)aligned % 64, 0);
	initialised = zero = 5;
	errno = 7;
	SAME(pthread_getspecific(key) == NULL, 1);
	pthread_setspecific(key, p);
	SAME(gettid() != getpid() && gettid() > 0, 1);
	return p;
}

static void *
leaves_through_handlers(void *p)
{
	pthread_cleanup_push(clean, (void *)1);
	pthread_cleanup_push(clean, (void *)2);
	pthread_exit((void *)6);
	pthread_cleanup_pop(0);
	pthread_cleanup_pop(0);
	return p;
}

static void *
looks_at_its_attributes(void *p)
{
	pthread_attr_t a;
	void *low;
	size_t size, guard;
	int state;
	char *here = (char *)&state;

	SAME(pthread_getattr_np(pthread_self(), &a), 0);
	SAME(pthread_attr_getstack(&a, &low, &size), 0);
	SAME(here > (char *)low && here < (char *)low + size, 1);
	SAME(size >= 290000 && size < 600000, 1);
	SAME(pthread_attr_getguardsize(&a, &guard), 0);
	SAME(pthread_attr_getdetachstate(&a, &state), 0);
	SAME(state, PTHREAD_CREATE_JOINABLE);
	SAME(pthread_attr_destroy(&a), 0);
	memset(alloca(200000), 1, 200000);
	return p;
}

static void
attributes(void)
{
	static _Alignas(4096) char stack[1 << 17];
	pthread_attr_t a;
	pthread_t t;
	void *low;
	size_t size;
	int state;

	SAME(pthread_attr_init(&a), 0);
	SAME(pthread_attr_setstacksize(&a, 1), EINVAL);
	SAME(pthread_attr_setstacksize(&a, 300000), 0);
	SAME(pthread_attr_getstacksize(&a, &size), 0);
	SAME(size, 300000);
	SAME(pthread_create(&t, &a, looks_at_its_attributes, NULL), 0);
	SAME(pthread_join(t, NULL), 0);
	SAME(pthread_attr_setstack(&a, stack, sizeof stack), 0);
	SAME(pthread_attr_getstack(&a, &low, &size), 0);
	SAME(low == stack && size == sizeof stack, 1);
	SAME(pthread_create(&t, &a, uses_its_own, NULL), 0);
	SAME(pthread_join(t, NULL), 0);
	SAME(pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED), 0);
	SAME(pthread_attr_getdetachstate(&a, &state), 0);
	SAME(state, PTHREAD_CREATE_DETACHED);
	SAME(pthread_attr_setdetachstate(&a, 9), EINVAL);
	pthread_attr_destroy(&a);
}

static pthread_barrier_t meet;
static void *
has_a_name(void *p)
{
	char name[16] = "";
	SAME(pthread_setname_np(pthread_self(), "worker"), 0);
	SAME(pthread_getname_np(pthread_self(), name, sizeof name), 0);
	SAME(strcmp(name, "worker"), 0);
	SAME(pthread_setname_np(pthread_self(), "a name that is too long"), ERANGE);
	pthread_barrier_wait(&meet);
	pthread_barrier_wait(&meet);
	return p;
}
static void
names(void)
{
	pthread_t t;
	char name[16] = "";
	pthread_barrier_init(&meet, NULL, 2);
	pthread_create(&t, NULL, has_a_name, NULL);
	pthread_barrier_wait(&meet);
	SAME(pthread_getname_np(t, name, sizeof name), 0);
	SAME(strcmp(name, "worker"), 0);
	SAME(pthread_getname_np(t, name, 1), ERANGE);
	pthread_barrier_wait(&meet);
	pthread_join(t, NULL);
}

static int
c11_thread(void *p)
{
	thrd_yield();
	thrd_exit(*(int *)p + 1);
}
static tss_t c11_key;
static once_flag c11_once = ONCE_FLAG_INIT;
static int c11_count;
static void
c11_call(void)
{
	c11_count++;
}
static void
c11(void)
{
	thrd_t t;
	mtx_t m;
	cnd_t c;
	int value = 41, result = 0;
	struct timespec until;

	SAME(thrd_create(&t, c11_thread, &value), thrd_success);
	SAME(thrd_join(t, &result), thrd_success);
	SAME(result, 42);
	SAME(mtx_init(&m, mtx_timed | mtx_recursive), thrd_success);
	SAME(mtx_lock(&m), thrd_success);
	SAME(mtx_trylock(&m), thrd_success);
	SAME(cnd_init(&c), thrd_success);
	mtx_unlock(&m);
	timespec_get(&until, TIME_UTC);
	SAME(cnd_timedwait(&c, &m, &until), thrd_timedout);
	SAME(mtx_unlock(&m), thrd_success);
	SAME(tss_create(&c11_key, NULL), thrd_success);
	SAME(tss_set(c11_key, &value), thrd_success);
	SAME(tss_get(c11_key) == &value, 1);
	call_once(&c11_once, c11_call);
	call_once(&c11_once, c11_call);
	SAME(c11_count, 1);
	SAME(thrd_equal(thrd_current(), thrd_current()) != 0, 1);
}

extern int __cxa_thread_atexit_impl(void (*)(void *), void *, void *);
extern void *__dso_handle;
static int objects[4], object_count;
static void
end_object(void *p)
{
	objects[object_count++] = (int)(intptr_t)p;
}
static void *
has_objects(void *p)
{
	SAME(__cxa_thread_atexit_impl(end_object, (void *)1, &__dso_handle), 0);
	SAME(__cxa_thread_atexit_impl(end_object, (void *)2, &__dso_handle), 0);
	return p;
}
static void
thread_local_objects(void)
{
	pthread_t t;
	SAME(pthread_create(&t, NULL, has_objects, NULL), 0);
	SAME(pthread_join(t, NULL), 0);
	SAME(object_count, 2);
	SAME(objects[0], 2); /* the latest first */
	SAME(objects[1], 1);
}

static void
say(void)
{
	puts("at exit");
}
static void *
ends_last(void *p)
{
	usleep(20000);
	puts(failed ? "failed" : "ok");
	return p; /* the last thread to end ends the process, with status 0 */
}

int
main(void)
{
	pthread_t t;
	void *result;

	SAME(pthread_key_create(&key, destroy), 0);
	SAME(pthread_create(&t, NULL, uses_its_own, (void *)3), 0);
	SAME(pthread_join(t, &result), 0);
	SAME((intptr_t)result, 3);
	SAME(initialised, 41);
	SAME(gettid(), getpid());
	SAME(pthread_equal(t, pthread_self()), 0);
	printf("destroyed %d, then %d, then %d\n", order[0], order[1], order[2]);
	SAME(ended, 3);
	ended = 0;
	SAME(pthread_create(&t, NULL, leaves_through_handlers, NULL), 0);
	SAME(pthread_join(t, &result), 0);
	SAME((intptr_t)result, 6);
	printf("handlers %d %d\n", order[0], order[1]);
	attributes();
	names();
	c11();
	thread_local_objects();
	atexit(say);
	SAME(pthread_create(&t, NULL, ends_last, NULL), 0);
	SAME(pthread_detach(t), 0);
	pthread_exit(NULL);
}
