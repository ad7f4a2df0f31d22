// EXPECT: from a file: 0123456789
// EXPECT: offset 1
// EXPECT: private 1
// EXPECT: tail zero 1
// EXPECT: bad fd 9
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int
main(void)
{
	char back[16] = "";
	int fd = open("f", O_CREAT | O_RDWR, 0644);
	for (int i = 0; i < 1000; i++)
		write(fd, "0123456789", 10);
	char *p = mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	printf("from a file: %.10s\n", p);
	char *q = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 4096);
	printf("offset %d\n", memcmp(q, p + 4096, 4096) == 0);
	memcpy(p, "changed", 7);
	pread(fd, back, 7, 0);
	printf("private %d\n", strcmp(back, "0123456") == 0);
	printf("tail zero %d\n", p[10000] == 0 && p[12287] == 0);
	printf("bad fd %d\n", mmap(NULL, 10, PROT_READ, MAP_PRIVATE, 99, 0) == MAP_FAILED ? errno : 0);
	munmap(p, 10000);
	munmap(q, 4096);
}
