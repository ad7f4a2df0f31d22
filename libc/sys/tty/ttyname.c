/* ttyname.c -- the name of a terminal: of a pseudo terminal of this program's host, else the
 * controlling terminal's. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { INODE_OF_FIRST = 3 }; /* devpts numbers its files so */

static int
is_named(const char *name, const struct stat *s)
{
	struct stat other;
	return stat(name, &other) == 0 && other.st_dev == s->st_dev && other.st_ino == s->st_ino;
}

int
ttyname_r(int fd, char *name, size_t size)
{
	char own[40] = "/dev/tty";
	struct stat s;

	if (!isatty(fd))
		return errno;
	if (fstat(fd, &s) < 0)
		return errno;
	if (!is_named(own, &s))
		snprintf(own, sizeof own, "/dev/pts/%llu",
			(unsigned long long)s.st_ino - INODE_OF_FIRST);
	if (!is_named(own, &s))
		return ENODEV;
	if (strlen(own) >= size)
		return ERANGE;
	strcpy(name, own);
	return 0;
}
