// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: ok
/* A thread that was made a moment ago, on a thread of the host that is new or has served before,
 * gets what is sent to it; what was sent to one that has ended reaches nobody else; what was sent to
 * the process is not lost with a thread. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum { ROUNDS = 500 };

static _Thread_local volatile sig_atomic_t mine;
static volatile sig_atomic_t alarms;
static volatile int stray;

static void
on_user(int s)
{
	mine++;
}

static void
on_alarm(int s)
{
	alarms++;
}

static void *
waits(void *p)
{
	sigset_t all, none;

	sigemptyset(&none);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	while (!mine)
		sigsuspend(&none);
	return (void *)(long)mine;
}

/* Ends with a signal that it has blocked. */
static void *
ends_with_one(void *p)
{
	pthread_kill(pthread_self(), SIGUSR1);
	return (void *)(long)mine;
}

static void *
looks(void *p)
{
	sigset_t waiting;

	sigpending(&waiting);
	if (sigismember(&waiting, SIGUSR1))
		stray++;
	return (void *)(long)mine;
}

/* Lets in what may be the process's. */
static void *
lets_in(void *p)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	return NULL;
}

static long
run(void *(*f)(void *), int shoot)
{
	pthread_t t;
	void *r;

	if (pthread_create(&t, NULL, f, NULL))
		return -1;
	if (shoot)
		pthread_kill(t, SIGUSR1);
	pthread_join(t, &r);
	return (long)r;
}

int
main(void)
{
	struct sigaction a = { .sa_handler = on_user };
	sigset_t set;
	int wrong = 0;

	sigaction(SIGUSR1, &a, NULL);
	a.sa_handler = on_alarm;
	sigaction(SIGALRM, &a, NULL);
	for (int i = 0; i < ROUNDS; i++)
		wrong += run(waits, 1) != 1;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	for (int i = 0; i < ROUNDS / 10; i++) {
		wrong += run(ends_with_one, 0) != 0;
		wrong += run(looks, 0) != 0;
	}
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);

	/* the main thread blocks it, so a thread that comes and goes takes it */
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		pthread_t t;
		void *r;
		int before = alarms;
		if (pthread_create(&t, NULL, lets_in, NULL))
			return 2;
		kill(getpid(), SIGALRM);
		pthread_join(t, &r);
		pthread_sigmask(SIG_UNBLOCK, &set, NULL);
		for (int tries = 0; tries < 2000 && alarms == before; tries++)
			usleep(100);
		pthread_sigmask(SIG_BLOCK, &set, NULL);
		wrong += alarms != before + 1;
	}
	if (wrong || stray)
		printf("wrong %d, stray %d\n", wrong, stray);
	else
		puts("ok");
}
