/* times, getrusage and clock: what was used is counted, that of children when they are waited for, with what theirs
 * used. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static clock_t
own(const struct tms *t)
{
	return t->tms_utime + t->tms_stime;
}

static clock_t
of_children(const struct tms *t)
{
	return t->tms_cutime + t->tms_cstime;
}

static void
burn(clock_t ticks)
{
	struct tms begin, now;

	times(&begin);
	do {
		for (volatile int i = 0; i < 100000; i++) {
		}
		times(&now);
	} while (own(&now) - own(&begin) < ticks);
}

int
main(void)
{
	struct tms a, b;
	struct rusage r;
	int status;

	clock_t began = times(&a);
	burn(3);
	clock_t ended = times(&b);
	printf("elapsed %d own %d children %d\n", ended - began >= 2, own(&b) - own(&a) >= 3, (int)of_children(&b));
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		times(&a);
		printf("the child begins at %d %d\n", own(&a) < 2, (int)of_children(&a));
		fflush(stdout);
		burn(4);
		if (fork() == 0) {
			burn(2);
			_exit(0);
		}
		wait(NULL);
		_exit(0);
	}
	siginfo_t info;
	waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
	times(&a);
	printf("not yet %d\n", (int)of_children(&a));
	waitpid(child, &status, 0);
	times(&b);
	printf("now %d, a second has %ld\n", of_children(&b) >= 5, sysconf(_SC_CLK_TCK));
	getrusage(RUSAGE_CHILDREN, &r);
	long long us = (r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000000LL + r.ru_utime.tv_usec + r.ru_stime.tv_usec;
	long long ticks_us = of_children(&b) * 10000LL;
	printf("agrees %d\n", us - ticks_us < 20000 && ticks_us - us < 20000);
	clock_t before = clock();
	burn(2);
	printf("clock %d\n", clock() - before >= CLOCKS_PER_SEC / 100);
}
