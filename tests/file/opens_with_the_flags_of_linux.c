/* O_PATH, O_TMPFILE, O_NOFOLLOW, O_EXCL, O_DIRECTORY, and what may be done with the results */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
result(const char *what, int r)
{
	printf("%s %d\n", what, r < 0 ? errno : 0);
	return r;
}

int
main(void)
{
	struct stat s;
	char buf[8] = { 0 };
	int fd, d;

	fd = open("f", O_CREAT | O_RDWR, 0644);
	write(fd, "text", 4);
	close(fd);
	mkdir("d", 0755);
	symlink("f", "link");
	symlink("d", "dlink");

	fd = result("path", open("f", O_PATH));
	result("read", read(fd, buf, 1));
	result("write", write(fd, "x", 1));
	result("fstat", fstat(fd, &s));
	printf("size %d\n", (int)s.st_size);
	close(fd);
	fd = result("path of a link", open("link", O_PATH | O_NOFOLLOW));
	fstat(fd, &s);
	printf("link %d\n", S_ISLNK(s.st_mode));
	close(fd);
	result("link", open("link", O_RDONLY | O_NOFOLLOW));
	result("link with a mode", open("link", O_RDWR | O_CREAT | O_NOFOLLOW, 0600));
	result("exclusive link", open("link", O_RDWR | O_CREAT | O_EXCL, 0600));
	result("directory that is none", open("f", O_DIRECTORY));
	result("link to a directory", open("dlink", O_DIRECTORY | O_NOFOLLOW));
	result("write a directory", open("d", O_WRONLY));
	d = result("path of a directory", open("d", O_PATH | O_DIRECTORY));
	fd = result("file in it", openat(d, "g", O_CREAT | O_RDWR | O_EXCL, 0600));
	result("again", openat(d, "g", O_CREAT | O_RDWR | O_EXCL, 0600));
	close(fd);
	result("mkdirat", mkdirat(d, "e", 0700));
	result("fchdir", fchdir(d));
	result("seen from there", access("g", F_OK));
	result("and back", chdir(".."));

	fd = result("temporary", open("d", O_TMPFILE | O_RDWR, 0640));
	write(fd, "kept", 4);
	fstat(fd, &s);
	printf("links %d mode %o\n", (int)s.st_nlink, s.st_mode & 0777);
	close(fd);
	result("temporary in nothing", open("missing", O_TMPFILE | O_RDWR, 0640));
	result("temporary for reading", open("d", O_TMPFILE | O_RDONLY, 0640));

	fd = open("f", O_WRONLY | O_APPEND);
	lseek(fd, 0, SEEK_SET);
	write(fd, "+", 1);
	close(fd);
	fd = open("f", O_RDONLY);
	read(fd, buf, 8);
	printf("%s\n", buf);
	result("truncate what is read", ftruncate(fd, 1));
	result("reserve what is read", posix_fallocate(fd, 0, 100) ? (errno = posix_fallocate(fd, 0, 100), -1) : 0);
	result("dup2 far out", dup2(fd, 1 << 24));
	printf("flags %o %o\n", fcntl(fd, F_GETFL) & O_ACCMODE, fcntl(d, F_GETFL) & O_PATH);
}
