/* memfd_create, mincore, sched_getcpu, sched_rr_get_interval, readahead, sync_file_range. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int
main(void)
{
	char longest[300];
	unsigned char there[2] = { 0 };
	struct stat s;
	struct timespec t = { -1, -1 };
	cpu_set_t set;

	int fd = memfd_create("name", MFD_CLOEXEC);
	if (fd < 0 && errno == ENOSYS) {
		printf("skipped: there is no /dev/shm\n");
		return 77;
	}
	fstat(fd, &s);
	printf("memfd %d links %d size %d cloexec %d\n", S_ISREG(s.st_mode), (int)s.st_nlink, (int)s.st_size, fcntl(fd, F_GETFD));
	printf("truncate %d", ftruncate(fd, 10000));
	char *p = mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		strcpy(p + 5000, "from the child");
		_exit(0);
	}
	waitpid(child, NULL, 0);
	char buf[20] = "";
	pread(fd, buf, 14, 5000);
	printf(" shared: %s, %s\n", p + 5000, buf);
	memset(longest, 'n', sizeof longest - 1);
	longest[299] = 0;
	printf("long %d flags %d\n", memfd_create(longest, 0) < 0 ? errno : 0, memfd_create("x", 0x80) < 0 ? errno : 0);

	p[0] = p[4096] = 1;
	printf("mincore %d %d%d", mincore(p, 8192, there), there[0] & 1, there[1] & 1);
	printf(" odd %d\n", mincore(p + 1, 1, there) < 0 ? errno : 0);

	int cpu = sched_getcpu();
	sched_getaffinity(0, sizeof set, &set);
	printf("processor %d", cpu >= 0 && CPU_ISSET(cpu, &set));
	CPU_ZERO(&set);
	int word = sched_getaffinity(0, sizeof(unsigned long), &set); /* taskset begins with one */
	printf(" in a word %d %d", word, cpu >= 0 && CPU_ISSET(cpu, &set));
	printf(" odd %d\n", sched_getaffinity(0, 3, &set) < 0 ? errno : 0);
	printf("interval %d", sched_rr_get_interval(0, &t));
	printf(" %d", t.tv_sec == 0 && t.tv_nsec >= 0);
	printf(" self %d", sched_rr_get_interval(getpid(), &t));
	printf(" bad %d\n", sched_rr_get_interval(-1, &t) < 0 ? errno : 0);

	int f = open("f", O_RDWR | O_CREAT, 0600);
	write(f, "hello", 5);
	printf("readahead %d %d\n", (int)readahead(f, 0, 5), readahead(-1, 0, 5) < 0 ? errno : 0);
	printf("sync %d %d\n", sync_file_range(f, 0, 5, SYNC_FILE_RANGE_WRITE), sync_file_range(f, 0, 5, 64) < 0 ? errno : 0);
}
