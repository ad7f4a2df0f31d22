// EXPECT: monotonic 1
// EXPECT: slept 1
// EXPECT: realtime 1
// EXPECT: cpu 1
// EXPECT: absolute 1
// EXPECT: bad clock 22
#include <errno.h>
#include <stdio.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static double
now(clockid_t c)
{
	struct timespec t;
	clock_gettime(c, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int
main(void)
{
	double a = now(CLOCK_MONOTONIC);
	struct timespec t = { 0, 20000000 };
	nanosleep(&t, NULL);
	usleep(1000);
	double b = now(CLOCK_MONOTONIC);
	printf("monotonic %d\n", b >= a);
	printf("slept %d\n", b - a > 0.02 && b - a < 5);
	struct timeval tv;
	gettimeofday(&tv, NULL);
	printf("realtime %d\n", time(NULL) - tv.tv_sec <= 1 && tv.tv_sec > 1600000000);
	for (volatile int i = 0; i < 3000000; i++)
		;
	printf("cpu %d\n", clock() > 0);
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_nsec += 5000000;
	if (t.tv_nsec >= 1000000000)
		t.tv_sec++, t.tv_nsec -= 1000000000;
	int r = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
	printf("absolute %d\n", r == 0 && now(CLOCK_MONOTONIC) >= (double)t.tv_sec + 1e-9 * (double)t.tv_nsec);
	errno = 0;
	clock_gettime(99, &t);
	printf("bad clock %d\n", errno);
}
