// EXPECT: the host wrote 1
// EXPECT: and the guest reads 0
// EXIT: 134
// EXPECT-ERR: out of bounds memory access
// NATIVE: no, it ends by SIGBUS
/* a mapped file is cut: what the host does there goes on in memory of the guest's own, what the guest does is a trap */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int
main(void)
{
	int fd = open("f", O_CREAT | O_RDWR, 0644);
	ftruncate(fd, 16384);
	char *m = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	m[0] = m[4096] = 'x';
	ftruncate(fd, 100);
	m[0] = 'y';
	struct statx *s = (struct statx *)(m + 4096);
	statx(AT_FDCWD, ".", 0, STATX_BASIC_STATS, s);
	printf("the host wrote %d\n", S_ISDIR(s->stx_mode));
	printf("and the guest reads %d\n", m[4096 + 4000]);
	fflush(stdout);
	return m[8192];
}
