# A library that one thread loads is there for all: for those that run already, wherever they are, and for later ones; each has
# thread-local variables of its own.
. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/dl/loader.inc"
cat >late.c <<'C'
#include <errno.h>
#include <stdlib.h>
__thread int late_local = 100, late_zero;
static __thread int *late_pointer;
int late_data = 7;
int late_function(int x)
{
	static __thread int own = 1000;
	late_pointer = &late_local;
	late_zero += x;
	return ++*late_pointer + ++own + late_zero;
}
int (*late_table[])(int) = { late_function };
int late_errno(void) { return strtol("99999999999999999999", NULL, 10) == 0 ? 0 : errno; }
C
cat >many.c <<'C'
__thread int count;
int many(int n) { while (n--) count++; return count; }
C
cat >test.c <<'C'
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { THREADS = 4 };
static __thread int own = 5;
static _Atomic int started;
static int (*_Atomic function)(int);
static int pipe_ends[2];

/* Runs in a loop of its own, and calls what comes. */
static void *spinning(void *argument)
{
	int (*f)(int);
	started++;
	while (!(f = function))
		;
	own += *(int *)argument;
	return (void *)(long)(f(1) + f(1) + own);
}

/* Waits in the host meanwhile. */
static void *waiting(void *argument)
{
	int (*f)(int);
	started++;
	if (read(pipe_ends[0], &f, sizeof f) != sizeof f)
		return NULL;
	own += *(int *)argument;
	return (void *)(long)(f(1) + f(1) + own);
}

static void *later(void *argument)
{
	int (*f)(int) = (int (*)(int))dlsym(RTLD_DEFAULT, "late_function");
	int *local = dlsym(RTLD_DEFAULT, "late_zero");
	own += *(int *)argument;
	int result = f(1) + f(1) + own;
	return (void *)(long)(local ? result * 100 + *local : -1);
}

static void *loading(void *argument)
{
	(void)argument;
	void *handle = dlopen("./libmany.so", RTLD_NOW);
	int (*many)(int) = handle ? (int (*)(int))dlsym(handle, "many") : NULL;
	return (void *)(long)(many ? many(1000) + many(1) : -1);
}

static volatile sig_atomic_t handled;
static void handler(int number) { handled = number; own = 77; }

int run(int argc, char **argv)
{
	pthread_t threads[2 * THREADS];
	int numbers[2 * THREADS];
	void *result;
	(void)argc, (void)argv;

	if (pipe(pipe_ends))
		return 1;
	for (int i = 0; i < 2 * THREADS; i++) {
		numbers[i] = i;
		pthread_create(&threads[i], NULL, i % 2 ? waiting : spinning, &numbers[i]);
	}
	while (started < 2 * THREADS)
		sched_yield();
	void *late = dlopen("./liblate.so", RTLD_NOW | RTLD_GLOBAL);
	int (*f)(int) = (int (*)(int))dlsym(late, "late_function");
	printf("here %d %d\n", f(1), f(1));
	for (int i = 0; i < THREADS; i++)
		if (write(pipe_ends[1], &f, sizeof f) != sizeof f)
			return 1;
	function = f;
	for (int i = 0; i < 2 * THREADS; i++) {
		pthread_join(threads[i], &result);
		printf("thread %d: %ld\n", i, (long)result);
	}
	printf("data is shared: %d, tables of pointers %d, errno %d\n", *(int *)dlsym(late, "late_data"),
		(*(int (**)(int))dlsym(late, "late_table")) == f, ((int (*)(void))dlsym(late, "late_errno"))() == ERANGE);
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < THREADS; i++) {
			pthread_create(&threads[0], NULL, later, &numbers[i]);
			pthread_join(threads[0], &result);
			printf("later %d: %ld\n", i, (long)result);
		}
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, loading, NULL);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &result);
		printf("loading: %ld\n", (long)result);
	}
	printf("here %d, own %d\n", f(1), own);
	signal(SIGALRM, handler);
	alarm(1);
	while (!handled) /* in the library's code, which calls nothing */
		;
	printf("handled in thread-local %d\n", own);
	return 0;
}
C
library late
library many
library test -pthread
both loader ./libtest.so
