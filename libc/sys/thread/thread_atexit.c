/* thread_atexit.c -- destructors of C++'s and Rust's thread-local objects (Itanium C++ ABI,
 * "__cxa_thread_atexit"): run at the end of their thread, the latest first; those of the thread
 * that calls exit before what atexit was given (sys/process/exit_program.c).
 */
#include "exit_program.h"
#include "libc.h"

#include <pthread.h>
#include <stdlib.h>

int __cxa_thread_atexit_impl(void (*)(void *), void *, void *);

struct destructor {
	void (*run)(void *object);
	void *object;
	struct destructor *next;
};

static _Thread_local struct destructor *destructors;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int has_key;

/* A destructor may make another object. */
static void
run_all(void *unused)
{
	(void)unused;
	while (destructors) {
		struct destructor *d = destructors;
		destructors = d->next;
		d->run(d->object);
		free(d);
	}
}

void
__wasix_thread_on_exit(void)
{
	run_all(NULL);
}

static void
prepare(void)
{
	has_key = pthread_key_create(&key, run_all) == 0;
}

int
__cxa_thread_atexit_impl(void (*run)(void *), void *object, void *dso)
{
	struct destructor *d = malloc(sizeof *d);

	(void)dso;
	pthread_once(&once, prepare);
	if (!d || !has_key || pthread_setspecific(key, d) != 0) {
		free(d);
		return -1;
	}
	*d = (struct destructor){ run, object, destructors };
	destructors = d;
	return 0;
}
