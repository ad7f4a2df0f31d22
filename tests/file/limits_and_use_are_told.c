/* getrlimit and setrlimit, getrusage, times, nice, processors, policies: as natively */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(void)
{
	struct rlimit l, was;
	struct rusage u;
	struct tms t;
	struct sched_param p = { .sched_priority = 1 };
	cpu_set_t set;

	getrlimit(RLIMIT_NOFILE, &was);
	l = was;
	l.rlim_cur = 10;
	printf("lower %d\n", setrlimit(RLIMIT_NOFILE, &l));
	printf("size %ld %d\n", sysconf(_SC_OPEN_MAX), getdtablesize());
	int fd = -1;
	while ((fd = open("/dev/null", O_RDONLY)) < 0 ? (fd = open(".", O_RDONLY)) >= 0 : 1)
		if (fd > 100)
			break;
	printf("full %d %d\n", fd, errno == EMFILE);
	printf("above %d %d\n", dup2(0, 10), errno == EBADF);
	printf("dupfd %d %d\n", fcntl(0, F_DUPFD, 10), errno == EINVAL);
	l.rlim_cur = 20;
	printf("back %d\n", setrlimit(RLIMIT_NOFILE, &l));
	printf("one more %d\n", dup(0) > 0);
	l.rlim_cur = 30;
	l.rlim_max = 20;
	printf("crossed %d %d\n", setrlimit(RLIMIT_NOFILE, &l), errno == EINVAL);
	printf("no such %d %d\n", getrlimit(99, &l), errno == EINVAL);
	getrlimit(RLIMIT_CORE, &l);
	l.rlim_cur = 0;
	printf("core %d\n", setrlimit(RLIMIT_CORE, &l));

	volatile double x = 1;
	while (times(&t) != (clock_t)-1 && t.tms_utime < 2)
		for (int i = 0; i < 100000; i++)
			x = x * 1.0000001;
	getrusage(RUSAGE_SELF, &u);
	printf("used %d %d\n", u.ru_utime.tv_sec > 0 || u.ru_utime.tv_usec > 0, u.ru_maxrss > 0);
	pid_t child = fork();
	if (child == 0) {
		while (times(&t) != (clock_t)-1 && t.tms_utime < 2)
			for (int i = 0; i < 100000; i++)
				x = x * 1.0000001;
		_exit(0);
	}
	times(&t);
	printf("children before %d\n", (int)t.tms_cutime);
	waitpid(child, NULL, 0);
	times(&t);
	printf("children after %d\n", t.tms_cutime > 0);
	printf("bad who %d %d\n", getrusage(77, &u), errno == EINVAL);

	errno = 0;
	int nice_value = getpriority(PRIO_PROCESS, 0);
	printf("nice %d\n", nice(3) == nice_value + 3 && getpriority(PRIO_PROCESS, getpid()) == nice_value + 3);
	CPU_ZERO(&set);
	printf("processors %d\n", sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) == sysconf(_SC_NPROCESSORS_ONLN));
	for (int i = 0, seen = 0; i < CPU_SETSIZE; i++)
		if (CPU_ISSET(i, &set) && seen++)
			CPU_CLR(i, &set);
	printf("one %d", sched_setaffinity(0, sizeof set, &set));
	sched_getaffinity(0, sizeof set, &set);
	printf(" %d\n", CPU_COUNT(&set));
	printf("policy %d %d %d\n", sched_getscheduler(0), sched_get_priority_max(SCHED_FIFO), sched_get_priority_min(SCHED_OTHER));
	printf("ordinary with a priority %d %d\n", sched_setscheduler(0, SCHED_OTHER, &p), errno == EINVAL);
	printf("unknown policy %d %d\n", sched_get_priority_max(77), errno == EINVAL);
}
