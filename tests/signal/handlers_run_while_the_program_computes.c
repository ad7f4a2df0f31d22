// A handler runs within 100 ms though nothing calls the host, may leave by siglongjmp to a frame below, and thousands of
// them on the way harm nothing: neither the stack of C, nor what stands in registers.
// CFLAGS: -O2
// EXPECT: interrupted a loop in time
// EXPECT: left a loop 20 times
// EXPECT: sorted, ticks yes
// EXPECT: text 9049174c 1
// EXPECT: handlers in handlers 1
// EXPECT: faults that others send: SEGV BUS ILL, and left 3
// EXPECT: a storm of them: handled 1, nested little, status 0
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t ticks;
static sigjmp_buf env;

static void
start(int which, long us, long again)
{
	struct itimerval t = { .it_value = { 0, us }, .it_interval = { 0, again } };
	setitimer(which, &t, NULL);
}

/* Uses some stack, as real ones do. */
static void
on_tick(int signal)
{
	volatile char used[600];
	memset((void *)used, signal, sizeof used);
	ticks++;
}

static void
on_jump(int signal)
{
	siglongjmp(env, signal);
}

static volatile unsigned long long sink;

static __attribute__((noinline)) void
loop_for_ever(void)
{
	for (;;)
		sink += sink * 7 + 1;
}

static __attribute__((noinline)) void
loop_until(int n)
{
	while (ticks < n)
		;
}

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int
compare(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
	return x < y ? -1 : x > y;
}

static unsigned
random_number(unsigned *state)
{
	return *state = *state * 1664525 + 1013904223;
}

static void
sort_under_ticks(void)
{
	static unsigned numbers[20000];
	unsigned state = 1, good = 1;

	for (int round = 0; round < 30; round++) {
		unsigned long long sum = 0, after = 0;
		for (int i = 0; i < 20000; i++)
			sum += numbers[i] = random_number(&state);
		qsort(numbers, 20000, sizeof *numbers, compare);
		for (int i = 0; i < 20000; i++) {
			after += numbers[i];
			good &= i == 0 || numbers[i - 1] <= numbers[i];
		}
		good &= sum == after;
	}
	printf("%s, ticks %s\n", good ? "sorted" : "corrupted", ticks > 100 ? "yes" : "few");
}

static void
print_under_ticks(void)
{
	unsigned hash = 5381, lines = 0, seen = 1;

	for (int i = 0; i < 60000; i++) {
		char line[200];
		int n = snprintf(line, sizeof line, "%d %x %.6f %s %*d", i, i * 77, i / 7.0, "text", 12, -i);
		for (int k = 0; k < n; k++)
			hash = hash * 33 + (unsigned char)line[k];
		lines++;
	}
	seen = lines == 60000;
	printf("text %x %u\n", hash, seen);
}

static volatile int depth, deepest;

static void
on_nested(int signal)
{
	int d = ++depth;
	if (d > deepest)
		deepest = d;
	if (ticks >= 8) { /* a slow machine would do nothing else for ever */
		start(ITIMER_REAL, 0, 0);
		start(ITIMER_VIRTUAL, 0, 0);
	} else if (d < 2)
		for (int n = ticks, i = 0; ticks == n && i < 20000000; i++)
			; /* until the other comes */
	ticks++;
	depth--;
}

/* Sent to the process while it computes. SIGALRM ends it if they do not come. */
static void
faults_of_others(void)
{
	static const int SIGNALS[] = { SIGSEGV, SIGBUS, SIGILL };
	static const char *const NAMES[] = { "SEGV", "BUS", "ILL" };
	struct timespec moment = { 0, 20000000 };
	volatile int left = 0;

	signal(SIGALRM, SIG_DFL);
	printf("faults that others send:");
	fflush(stdout);
	for (volatile int i = 0; i < 6; i++) {
		signal(SIGNALS[i % 3], i < 3 ? on_tick : on_jump);
		ticks = 0;
		start(ITIMER_REAL, 5000000, 0);
		pid_t child = fork();
		if (child == 0) {
			nanosleep(&moment, NULL);
			_exit(kill(getppid(), SIGNALS[i % 3]));
		}
		if (i < 3) {
			loop_until(1);
			printf(" %s", NAMES[i]);
		} else if (sigsetjmp(env, 1) == 0) {
			loop_for_ever();
		} else {
			left++;
		}
		waitpid(child, NULL, 0);
	}
	start(ITIMER_REAL, 0, 0);
	printf(", and left %d\n", left);
}

static volatile sig_atomic_t over;

static void
on_storm(int signal)
{
	(void)signal;
	if (++depth > deepest)
		deepest = depth;
	ticks++;
	for (volatile int i = 0; i < 20000; i++)
		;
	depth--;
}

static void
on_end(int signal)
{
	over = signal;
}

static void
storm_of_faults(void)
{
	int status;

	signal(SIGSEGV, on_storm);
	signal(SIGBUS, on_storm);
	signal(SIGUSR1, on_end);
	ticks = depth = deepest = 0;
	start(ITIMER_REAL, 20000000, 0);
	pid_t child = fork();
	if (child == 0) {
		for (int i = 0; i < 10000; i++)
			kill(getppid(), i % 3 ? SIGSEGV : SIGBUS);
		_exit(kill(getppid(), SIGUSR1));
	}
	while (!over)
		sink += sink * 7 + 1;
	while (waitpid(child, &status, 0) < 0)
		;
	/* those that are not taken yet are one: how many there are is chance */
	printf("a storm of them: handled %d, nested %s, status %d\n", ticks > 0, deepest < 3 ? "little" : "much", status);
}

int
main(void)
{
	struct sigaction action = { .sa_handler = on_tick };

	sigaction(SIGALRM, &action, NULL);
	double began = now();
	start(ITIMER_REAL, 20000, 0);
	loop_until(1);
	double took = now() - began;
	printf("interrupted a loop %s\n", took > 0.015 && took < 0.12 ? "in time" : "late");

	int left = 0;
	signal(SIGALRM, on_jump);
	for (int i = 0; i < 20; i++) {
		if (sigsetjmp(env, 1) == 0) {
			start(ITIMER_REAL, 1000, 0);
			loop_for_ever();
		}
		left++;
	}
	printf("left a loop %d times\n", left);

	ticks = 0;
	action.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &action, NULL);
	start(ITIMER_REAL, 500, 500);
	sort_under_ticks();
	print_under_ticks();
	start(ITIMER_REAL, 0, 0);

	ticks = 0;
	action.sa_handler = on_nested;
	sigaction(SIGALRM, &action, NULL);
	sigaction(SIGVTALRM, &action, NULL);
	start(ITIMER_REAL, 1000, 3000);
	start(ITIMER_VIRTUAL, 1000, 3000);
	loop_until(8);
	start(ITIMER_REAL, 0, 0);
	start(ITIMER_VIRTUAL, 0, 0);
	printf("handlers in handlers %d\n", deepest >= 2);
	faults_of_others();
	storm_of_faults();
}
