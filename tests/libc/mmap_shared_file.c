// EXPECT: msync Hello world
// EXPECT: munmap HELLO world
// EXPECT: others kept HELLO WORLD
// EXPECT: size 5000 end z
// EXPECT: cut 1 1
// EXPECT: read only 13
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *
contents(const char *path, long at, size_t n)
{
	static char buf[64];
	int fd = open(path, O_RDONLY);
	memset(buf, 0, sizeof buf);
	pread(fd, buf, n, at);
	close(fd);
	return buf;
}

int
main(void)
{
	struct stat st;
	int fd = open("f", O_CREAT | O_RDWR, 0644);
	write(fd, "hello world", 11);
	char *p = mmap(NULL, 11, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	p[0] = 'H';
	msync(p, 11, MS_SYNC);
	printf("msync %s\n", contents("f", 0, 63));
	memcpy(p, "HELLO", 5);
	munmap(p, 11);
	printf("munmap %s\n", contents("f", 0, 63));

	p = mmap(NULL, 11, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	pwrite(fd, "WORLD", 5, 6);
	p[0] = 'H';
	munmap(p, 11);
	printf("others kept %s\n", contents("f", 0, 63));

	ftruncate(fd, 5000);
	p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	p[4999] = 'z';
	p[5000] = '!';
	munmap(p, 8192);
	stat("f", &st);
	printf("size %ld end %s\n", (long)st.st_size, contents("f", 4999, 2));

	fd = open("g", O_CREAT | O_RDWR, 0644);
	ftruncate(fd, 3 * 4096);
	p = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	p[0] = 'a';
	p[8192] = 'c';
	munmap(p + 4096, 4096);
	p[1] = 'A';
	p[8193] = 'C';
	munmap(p, 4096);
	munmap(p + 8192, 4096);
	printf("cut %d", strcmp(contents("g", 0, 9), "aA") == 0);
	printf(" %d\n", strcmp(contents("g", 8192, 9), "cC") == 0);
	close(fd);
	fd = open("g", O_RDONLY);
	printf("read only %d\n", mmap(NULL, 10, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED ? errno : 0);
}
