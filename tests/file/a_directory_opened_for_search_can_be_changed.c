// RUN: --dir=.::/
// NATIVE: no, glibc has no O_SEARCH
// EXPECT: mode 750, owned 1, inside 1
// EXPECT: read-only: 9
/* musl's O_SEARCH is O_PATH, and what is opened so can still be changed. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int
main(void)
{
	struct stat s = { 0 };
	char byte = 0;

	rmdir("searched");
	mkdir("searched", 0700);
	int fd = open("searched", O_SEARCH | O_DIRECTORY | O_NOFOLLOW);
	if (fchmod(fd, 0750) || fstat(fd, &s))
		perror("fchmod");
	printf("mode %o, owned %d, ", s.st_mode & 07777, fchown(fd, s.st_uid, s.st_gid) == 0);
	printf("inside %d\n", fchdir(fd) == 0);
	printf("read-only: %d\n", write(fd, &byte, 1) < 0 ? errno : 0);
}
