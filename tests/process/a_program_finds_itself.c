// /proc/self/exe is a link to the program that runs, before and after exec, and by whatever name it was started; /proc/self/fd are the
// descriptors.
// RUN: --dir=. --volume=../guest.wasm:/guest.wasm:ro
// ARGS: 0
// EXPECT: 0: absolute, lstat 1, stat 1, the same 1, opens 1, by number 1
// EXPECT: 1: absolute, lstat 1, stat 1, the same 1, opens 1, by number 1
// EXPECT: 2: absolute, lstat 1, stat 1, the same 1, opens 1, by number 1
// EXPECT: not the link: 1
// EXPECT: child 7
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
look(const char *when)
{
	char name[PATH_MAX] = "", link[PATH_MAX] = "";
	struct stat l, s, real;

	ssize_t n = readlink("/proc/self/exe", name, sizeof name - 1);
	printf("%s: %s", when, n > 0 && name[0] == '/' ? "absolute" : "not absolute");
	printf(", lstat %d", lstat("/proc/self/exe", &l) == 0 && S_ISLNK(l.st_mode));
	printf(", stat %d", stat("/proc/self/exe", &s) == 0 && S_ISREG(s.st_mode));
	printf(", the same %d", stat(name, &real) == 0 && real.st_ino == s.st_ino);
	int fd = open("/proc/self/exe", O_RDONLY);
	printf(", opens %d", fd >= 0);
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	printf(", by number %d\n", stat(link, &real) == 0 && real.st_ino == s.st_ino);
	fflush(stdout);
	close(fd);
}

int
main(int argc, char **argv)
{
	char name[PATH_MAX] = "";
	int status, step = atoi(argv[argc - 1]);

	look(argv[argc - 1]);
	if (step == 0)
		execl("/proc/self/exe", "an argument", "1", NULL);
	if (step == 1) { /* by a link: the program is what it leads to */
		if (readlink("/proc/self/exe", name, sizeof name - 1) < 0 || symlink(name, "other-name"))
			return 1;
		if (fork() == 0)
			execl("other-name", "x", "2", NULL);
		printf("child %d\n", wait(&status) > 0 ? WEXITSTATUS(status) : -1);
	}
	if (step == 2) {
		readlink("/proc/self/exe", name, sizeof name - 1);
		printf("not the link: %d\n", !strstr(name, "other-name"));
		return 7;
	}
	return 0;
}
