/* modes of what is made, with a mask and without; chmod by name, by descriptor and through links; owners; access by the bits */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
show(const char *path)
{
	struct stat s;
	if (lstat(path, &s) < 0)
		printf("%s: %d\n", path, errno);
	else
		printf("%s %06o own %d %d links %d size %d\n", path, (unsigned)s.st_mode, s.st_uid == geteuid(), s.st_gid == getegid(), S_ISDIR(s.st_mode) ? 0 : (int)s.st_nlink,
			S_ISDIR(s.st_mode) ? 0 : (int)s.st_size);
}

static void
result(const char *what, int r)
{
	printf("%s %d\n", what, r < 0 ? errno : 0);
}

static void
make(const char *path, int mode)
{
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, mode);
	result(path, fd);
	close(fd);
	show(path);
}

int
main(void)
{
	struct stat s, t;
	int fd;

	umask(022);
	make("a", 0666);
	make("b", 0777);
	make("c", 0600);
	umask(0);
	make("d", 0642);
	umask(077);
	make("e", 0666);
	fclose(fopen("f", "w"));
	show("f");
	mkdir("dir", 0755);
	show("dir");
	umask(022);
	mkdir("sticky", 01777);
	show("sticky");

	result("chmod", chmod("a", 0751));
	show("a");
	symlink("a", "link");
	result("chmod through a link", chmod("link", 0604));
	show("a");
	show("link");
	result("chmod of a link", fchmodat(AT_FDCWD, "link", 0600, AT_SYMLINK_NOFOLLOW));
	result("chmod a directory", chmod("dir/", 02750));
	show("dir");
	result("chmod a file with a slash", chmod("a/", 0600));
	result("chmod nothing", chmod("missing", 0600));
	fd = open("b", O_RDONLY);
	result("fchmod", fchmod(fd, 0400));
	fstat(fd, &s);
	stat("b", &t);
	printf("fstat %o %d\n", s.st_mode & 07777, s.st_ino == t.st_ino && s.st_dev == t.st_dev && s.st_blksize == t.st_blksize);
	result("fchmod of nothing", fchmod(77, 0400));

	result("chown to oneself", chown("a", getuid(), getgid()));
	result("chown of nothing changed", fchown(fd, -1, -1));
	result("lchown", lchown("link", getuid(), -1));
	result("chown nothing", chown("missing", -1, -1));
	close(fd);

	chmod("a", 0600);
	result("x of 0600", access("a", X_OK));
	chmod("a", 0700);
	result("rwx of 0700", access("a", R_OK | W_OK | X_OK));
	result("x of a directory", faccessat(AT_FDCWD, "dir", X_OK, AT_EACCESS));
	symlink("missing", "dangling");
	result("dangling", access("dangling", F_OK));
	result("dangling itself", faccessat(AT_FDCWD, "dangling", F_OK, AT_SYMLINK_NOFOLLOW));
	result("mode 8", access("a", 8));

	printf("ids %d %d %d %d\n", setuid(getuid()), setgid(getgid()), setreuid(-1, geteuid()), getgroups(0, NULL) >= 0);
	fd = open("big", O_CREAT | O_RDWR, 0644);
	pwrite(fd, "x", 1, 1000000);
	fstat(fd, &s);
	printf("a hole takes no room %d\n", s.st_blocks * 512 < s.st_size);
}
