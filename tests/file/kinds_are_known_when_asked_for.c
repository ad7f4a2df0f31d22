// EXPECT: ok
/* What was opened for reading may be anything: the descriptor knows it when somebody asks. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRUE(x)                                                  \
	do {                                                     \
		if (!(x)) {                                      \
			printf("line %d: %s\n", __LINE__, #x); \
			return 1;                                \
		}                                                \
	} while (0)

static int
is_file(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY);
	struct stat s;
	char c;

	if (fd < 0 || read(fd, &c, 1) != 1 || fstat(fd, &s) || !S_ISREG(s.st_mode))
		return 0;
	return lseek(fd, 0, SEEK_SET) == 0 && !isatty(fd) && close(fd) == 0;
}

int
main(void)
{
	char name[] = "/tmp/kinds.XXXXXX", at[64], was[4096], now[4096], c;
	struct stat s;

	mkdir("/tmp", 0777);
	TRUE(mkdtemp(name) && chdir(name) == 0 && mkdir("d", 0777) == 0);
	int fd = open("d/f", O_CREAT | O_WRONLY, 0666);
	TRUE(fd >= 0 && write(fd, "x", 1) == 1 && close(fd) == 0);

	/* a directory, each use by a descriptor that nobody asked before */
	snprintf(at, sizeof at, "%s/./d", name);
	fd = open(at, O_RDONLY);
	TRUE(fd >= 0 && read(fd, &c, 1) == -1 && errno == EISDIR);
	TRUE(is_file(fd, "f") && close(fd) == 0);
	fd = open("d", O_RDONLY);
	TRUE(fd >= 0 && is_file(fd, "../d/f") && close(fd) == 0);
	fd = open("d", O_RDONLY);
	int copy = dup(fd);
	TRUE(fd >= 0 && close(fd) == 0 && is_file(copy, "f") && close(copy) == 0);
	fd = open("d", O_RDONLY);
	DIR *dir = fdopendir(fd);
	int seen = 0;
	for (struct dirent *e; dir && (e = readdir(dir));)
		seen += strcmp(e->d_name, "f") == 0;
	TRUE(dir && seen == 1 && closedir(dir) == 0);
	TRUE(getcwd(was, sizeof was) && (fd = open("d", O_RDONLY)) >= 0);
	TRUE(fchdir(fd) == 0 && getcwd(now, sizeof now) && strlen(now) == strlen(was) + 2);
	TRUE(chdir(was) == 0 && close(fd) == 0);

	/* what is none */
	fd = open("d/f", O_RDONLY);
	TRUE(fd >= 0 && openat(fd, "f", O_RDONLY) == -1 && errno == ENOTDIR && fchdir(fd) == -1);
	TRUE(close(fd) == 0 && open("d/f/", O_RDONLY) == -1 && errno == ENOTDIR);
	fd = open("/dev/null", O_RDONLY);
	TRUE(fd >= 0 && !isatty(fd) && fstat(fd, &s) == 0 && S_ISCHR(s.st_mode));
	TRUE(lseek(fd, 0, SEEK_CUR) == 0 && close(fd) == 0);
	puts("ok");
	return unlink("d/f") || rmdir("d") || rmdir(name);
}
