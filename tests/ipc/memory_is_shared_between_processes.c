/* anonymous shared memory across fork; files mapped twice and by two processes; shm_open; what lies behind the end of a file; reading only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int
child_does(void (*f)(void *), void *argument)
{
	int status;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		f(argument);
		_exit(0);
	}
	waitpid(child, &status, 0);
	return status;
}

static void
put_word(void *p)
{
	strcpy(p, "from the child");
}

static void
put_file(void *p)
{
	int fd = open(p, O_RDWR);
	char *m = mmap(NULL, 100, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	memcpy(m + 10, "CHILD", 5);
	_exit(m[0] == 'P' ? 0 : 1);
}

static void
use_shm(void *p)
{
	int fd = shm_open(p, O_RDWR, 0);
	struct stat s;
	fstat(fd, &s);
	int *m = mmap(NULL, s.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	m[1000]++;
}

int
main(void)
{
	struct stat s;
	char buf[32] = { 0 };

	char *a = mmap(NULL, 20000, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char *b = mmap(NULL, 20000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	printf("zero %d %d\n", a[19999], b[19999]);
	strcpy(b, "own");
	child_does(put_word, a + 19000);
	child_does(put_word, b);
	printf("%s, %s\n", a + 19000, b);
	munmap(a, 20000);
	char *again = mmap(NULL, 20000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int dirty = 0;
	for (int i = 0; i < 20000; i++)
		dirty |= again[i];
	printf("given anew: %d\n", dirty);

	int fd = open("f", O_CREAT | O_RDWR, 0644);
	write(fd, "the file's text", 15);
	ftruncate(fd, 5000);
	char *m = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	char *n = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	m[0] = 'P';
	printf("both %c%s\n", n[0], n + 1);
	pread(fd, buf, 3, 0);
	printf("read %s\n", buf);
	pwrite(fd, "W", 1, 1);
	printf("written %c\n", m[1]);
	printf("child %d\n", child_does(put_file, "f"));
	printf("%.15s %d\n", m, m[4999]);
	printf("msync %d %d %d\n", msync(m, 8192, MS_SYNC), msync(m + 1, 10, MS_SYNC), errno == EINVAL);
	munmap(m, 4096);
	m[4096] = 'z';
	munmap(m + 4096, 4096);
	pread(fd, buf, 1, 4096);
	printf("half %c\n", buf[0]);
	munmap(n, 4096);
	close(fd);

	fd = open("f", O_RDONLY);
	printf("no writing %d %d\n", mmap(NULL, 10, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED, errno == EACCES);
	n = mmap(NULL, 10, PROT_READ, MAP_SHARED, fd, 0);
	printf("reading %c%c\n", n[0], n[10]);
	munmap(n, 10);
	n = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 4096);
	n[0] = '!';
	pread(fd, buf, 1, 4096);
	printf("private %c %c\n", n[0], buf[0]);
	close(fd);

	shm_unlink("/wasix-test-memory");
	printf("none %d %d\n", shm_open("/wasix-test-memory", O_RDWR, 0), errno == ENOENT);
	fd = shm_open("/wasix-test-memory", O_CREAT | O_EXCL | O_RDWR, 0600);
	ftruncate(fd, 8192);
	int *w = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	for (int i = 0; i < 3; i++)
		child_does(use_shm, "/wasix-test-memory");
	printf("counted %d\n", w[1000]);
	printf("unlink %d %d\n", shm_unlink("/wasix-test-memory"), shm_unlink("/wasix-test-memory"));
	printf("exists on %d\n", w[1000]);
}
