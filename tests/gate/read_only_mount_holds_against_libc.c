// RUN: --dir=.::/rw --volume=.:/ro:ro
// EXPECT: unchanged 1 1
// NATIVE: no, mounts
/* what changes modes, owners, times, names, storage and mapped memory, by name, through links and by descriptor */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REFUSED(call) refused((call) == -1 ? errno : 0, #call)

static void
refused(int error, const char *call)
{
	if (error != EROFS)
		printf("%s: %d\n", call, error);
}

static struct stat
look(const char *path)
{
	struct stat s;
	stat(path, &s);
	return s;
}

int
main(void)
{
	struct timespec times[2] = { { -5, 0 }, { -5, 0 } };
	struct statvfs v;
	char buf[5] = { 0 };

	int fd = open("/rw/f", O_CREAT | O_RDWR, 0644);
	write(fd, "text", 4);
	close(fd);
	mkdir("/rw/d", 0755);
	symlink("/ro/f", "/rw/link");
	symlink("f", "/rw/inside");
	struct stat file = look("/rw/f"), directory = look("/rw/d");

	REFUSED(chmod("/ro/f", 0600));
	REFUSED(chmod("/rw/link", 0600));
	REFUSED(chmod("/ro/inside", 0600));
	REFUSED(chmod("/ro", 0700));
	REFUSED(chmod("/ro/d/../f", 0600));
	REFUSED(chown("/ro/f", getuid(), getgid()));
	REFUSED(lchown("/ro/inside", getuid(), getgid()));
	REFUSED(utimensat(AT_FDCWD, "/ro/f", times, 0));
	REFUSED(mkfifo("/ro/fifo", 0600));
	REFUSED(mknod("/ro/node", S_IFREG | 0600, 0));
	REFUSED(mkdir("/ro/new", 0700));
	REFUSED(open("/ro/new", O_CREAT | O_RDWR, 0600));
	REFUSED(open("/ro/d", O_TMPFILE | O_RDWR, 0600));
	REFUSED(open("/ro/f", O_RDWR | O_NOATIME));
	REFUSED(access("/ro/f", W_OK));
	printf("%s", access("/ro/f", R_OK) == 0 ? "" : "not readable\n");
	REFUSED(truncate("/ro/f", 0));
	int d = open("/ro/d", O_PATH | O_DIRECTORY);
	REFUSED(mkfifoat(d, "fifo", 0600));
	REFUSED(fchmodat(d, "../f", 0600, 0));
	REFUSED(fchmodat(d, "../inside", 0600, AT_SYMLINK_NOFOLLOW));

	fd = open("/ro/f", O_RDONLY);
	REFUSED(fchmod(fd, 0600));
	REFUSED(fchown(fd, getuid(), getgid()));
	REFUSED(futimens(fd, times));
	if (ftruncate(fd, 0) == 0 || fallocate(fd, 0, 0, 100) == 0 || fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 100) == 0)
		puts("storage changed");
	int in = open("/rw/f", O_RDONLY);
	if (copy_file_range(in, NULL, fd, NULL, 4, 0) >= 0)
		puts("copied");
	if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) != MAP_FAILED || errno != EACCES)
		puts("mapped for writing");
	char *m = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	mprotect(m, 4096, PROT_READ | PROT_WRITE);
	m[0] = 'X'; /* there is no protection: it stays here */
	msync(m, 4096, MS_SYNC);
	munmap(m, 4096);
	pread(in, buf, 4, 0);
	if (strcmp(buf, "text") != 0)
		puts("the file changed");
	statvfs("/ro/f", &v);
	if (!(v.f_flag & ST_RDONLY))
		puts("not told to be read-only");
	linkat(fd, "", AT_FDCWD, "/rw/taken", AT_EMPTY_PATH);
	if (access("/rw/taken", F_OK) == 0)
		puts("a link took the file out");

	struct stat f = look("/rw/f"), e = look("/rw/d");
	printf("unchanged %d %d\n", f.st_ctim.tv_sec == file.st_ctim.tv_sec && f.st_ctim.tv_nsec == file.st_ctim.tv_nsec,
		e.st_ctim.tv_sec == directory.st_ctim.tv_sec && e.st_ctim.tv_nsec == directory.st_ctim.tv_nsec);
}
