// RUN: --dir=. --enable-threads
// CFLAGS: -pthread -lunwind
// EXPECT: children that end: 80
// NATIVE: no, gcc's unwinder has no library of that name
/* a child finds no lock of the parent's other threads taken: not the C library's of memory, and not the unwinder's */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unwind.h>

enum { FORKS = 40, BYTES = 200000 };

static atomic_bool over;

static void
map(void)
{
	void *p = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(p, BYTES);
	free(malloc(BYTES));
}

static _Unwind_Reason_Code
count(struct _Unwind_Context *frame, void *frames)
{
	++*(int *)frames;
	return _URC_NO_REASON;
}

static void
look(void)
{
	int frames = 0;
	_Unwind_Backtrace(count, &frames);
	if (frames == 0)
		abort();
}

static void *
repeat(void *what)
{
	while (!over)
		((void (*)(void))what)();
	return NULL;
}

static int
fork_while(void (*what)(void))
{
	pthread_t thread;
	int status, ended = 0;

	over = false;
	pthread_create(&thread, NULL, repeat, (void *)what);
	for (int i = 0; i < FORKS && ended == i; i++) {
		pid_t child = fork();
		if (child == 0) {
			alarm(20);
			what();
			_exit(0);
		}
		ended += waitpid(child, &status, 0) == child && status == 0;
	}
	over = true;
	pthread_join(thread, NULL);
	return ended;
}

int
main(void)
{
	printf("children that end: %d\n", fork_while(map) + fork_while(look));
}
