// EXPECT: link target 6
// EXPECT: types 1 0
// EXPECT: same file 1 links 2
// EXPECT: renamed 1 0
// EXPECT: realpath 1
// EXPECT: nofollow 1
// EXPECT: loop 1
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
main(void)
{
	char buf[PATH_MAX], here[PATH_MAX], real[PATH_MAX];
	struct stat a, b;
	close(open("target", O_CREAT | O_WRONLY, 0644));
	symlink("target", "sym");
	long n = readlink("sym", buf, sizeof buf);
	printf("link %.*s %ld\n", (int)n, buf, n);
	lstat("sym", &a);
	stat("sym", &b);
	printf("types %d %d\n", S_ISLNK(a.st_mode), S_ISLNK(b.st_mode));
	link("target", "hard");
	stat("target", &a);
	stat("hard", &b);
	printf("same file %d links %ld\n", a.st_ino == b.st_ino, (long)b.st_nlink);
	rename("hard", "moved");
	printf("renamed %d %d\n", access("moved", F_OK) == 0, access("hard", F_OK) == 0);
	realpath(".", here);
	realpath("sym", real);
	snprintf(buf, sizeof buf, "%s/target", strcmp(here, "/") ? here : "");
	printf("realpath %d\n", strcmp(real, buf) == 0);
	int fd = open("sym", O_RDONLY | O_NOFOLLOW);
	printf("nofollow %d\n", fd < 0 && errno == ELOOP);
	symlink("loop2", "loop1");
	symlink("loop1", "loop2");
	fd = open("loop1", O_RDONLY);
	printf("loop %d\n", fd < 0 && errno == ELOOP);
}
