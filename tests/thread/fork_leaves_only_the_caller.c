// RUN: --enable-threads --dir=..::/up
// CFLAGS: -pthread
// EXPECT: child of the first thread: 0
// EXPECT: child of another thread: 0
// EXPECT: exec from another thread: 5
// EXPECT: signal in a child of another thread: 6
// EXPECT: ok
/* fork in a process with threads that hold locks: in the child only the caller is there, whatever
 * thread it was; it allocates, makes threads, joins, waits for its own children and ends. exec from
 * any thread ends the others. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *self;
static volatile int stop;
static int before, in_parent, in_child;

static void *
churns(void *p)
{
	while (!stop) {
		char *m = malloc(1000);
		memset(m, 1, 1000);
		free(m);
	}
	return p;
}

static void *
adds(void *p)
{
	free(malloc(100000));
	++*(int *)p;
	return p;
}

static int
works_alone(void)
{
	pthread_t t;
	int n = 0, status;

	if (getpid() != gettid() || in_child != 1)
		return 1;
	for (int i = 0; i < 3; i++)
		if (pthread_create(&t, NULL, adds, &n) || pthread_join(t, NULL))
			return 2;
	pid_t grandchild = fork();
	if (grandchild == 0)
		_exit(9);
	if (waitpid(grandchild, &status, 0) != grandchild || WEXITSTATUS(status) != 9)
		return 3;
	return n == 3 ? 0 : 4;
}

static int
child(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		exit(works_alone());
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void *
forks(void *p)
{
	return (void *)(long)child();
}

static void *
executes(void *p)
{
	execl(self, self, "executed", NULL);
	_exit(99);
	return p;
}

static void *
forks_and_executes(void *how)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		pthread_t t;
		if (how)
			abort();
		pthread_create(
			&t, NULL, executes, NULL); /* another thread than the child's first */
		pthread_join(t, NULL);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return (void *)-1;
	return (void *)(long)(WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
}

static long
elsewhere(void *(*run)(void *), void *p)
{
	pthread_t t;
	void *result;
	pthread_create(&t, NULL, run, p);
	pthread_join(t, &result);
	return (long)result;
}

static void
note_before(void)
{
	before++;
}
static void
note_in_parent(void)
{
	in_parent++;
}
static void
note_in_child(void)
{
	in_child++;
}

int
main(int argc, char **argv)
{
	pthread_t t[2];

	if (argc > 1)
		return 5;
	self = argv[0];
#ifdef __wasm__
	self = "/up/guest.wasm";
#endif
	setvbuf(stdout, NULL, _IOLBF, 0);
	pthread_atfork(note_before, note_in_parent, note_in_child);
	for (int i = 0; i < 2; i++)
		pthread_create(&t[i], NULL, churns, NULL);
	printf("child of the first thread: %d\n", child());
	int wrong = 0;
	for (int i = 0; i < 20; i++)
		wrong |= child();
	printf("child of another thread: %ld\n", elsewhere(forks, NULL));
	printf("exec from another thread: %ld\n", elsewhere(forks_and_executes, NULL));
	printf("signal in a child of another thread: %ld\n",
		elsewhere(forks_and_executes, (void *)1));
	stop = 1;
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], NULL);
	puts(wrong || before != 24 || in_parent != 24 || in_child ? "failed" : "ok");
	return 0;
}
