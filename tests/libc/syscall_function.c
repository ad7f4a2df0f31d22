// NATIVE: no, other numbers
// EXPECT: tid 1 random 8
// EXPECT: wake 0 wait 11
// EXPECT: time 1
// EXPECT: unknown -1 38
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int
main(void)
{
	char buf[8];
	int word = 1;
	printf("tid %d random %ld\n", syscall(SYS_gettid) > 0, syscall(SYS_getrandom, buf, 8, 0));
	long w = syscall(SYS_futex, &word, 1 | 128, 1, NULL, NULL, 0);
	long r = syscall(SYS_futex, &word, 9 | 128, 2, NULL, NULL, ~0u);
	printf("wake %ld wait %d\n", w, r < 0 ? errno : 0);
	struct timespec t;
	printf("time %d\n", syscall(SYS_clock_gettime, CLOCK_REALTIME, &t) == 0 && t.tv_sec > 1600000000);
	errno = 0;
	r = syscall(SYS_statx, 0, 0, 0, 0, 0);
	printf("unknown %ld %d\n", r, errno);
}
