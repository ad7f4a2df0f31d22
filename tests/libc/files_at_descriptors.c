// EXPECT: 4 deep
// EXPECT: 1 1 0
// EXPECT: entries 1
// EXPECT: errors 20 9
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
main(void)
{
	char buf[16] = "";
	struct stat st;
	mkdir("d", 0755);
	int d = open("d", O_RDONLY | O_DIRECTORY);
	int fd = openat(d, "f", O_CREAT | O_RDWR, 0644);
	write(fd, "deep", 4);
	long n = pread(fd, buf, 15, 0);
	printf("%ld %s\n", n, buf);
	mkdirat(d, "sub", 0755);
	renameat(d, "f", d, "sub/g");
	printf("%d %d %d\n", fstatat(d, "sub", &st, 0) == 0 && S_ISDIR(st.st_mode), access("d/sub/g", R_OK) == 0,
		faccessat(d, "f", F_OK, 0) == 0);
	unlinkat(d, "sub/g", 0);
	unlinkat(d, "sub", AT_REMOVEDIR);
	close(openat(d, "last", O_CREAT | O_WRONLY, 0644));
	int count = 0;
	DIR *dir = fdopendir(d);
	for (struct dirent *e; (e = readdir(dir));)
		count += e->d_name[0] != '.';
	printf("entries %d\n", count);
	int e1 = openat(fd, "x", O_RDONLY) < 0 ? errno : 0;
	closedir(dir);
	int e2 = openat(d, "x", O_RDONLY) < 0 ? errno : 0;
	printf("errors %d %d\n", e1, e2);
}
