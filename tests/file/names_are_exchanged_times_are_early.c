/* renameat2, statx, times before 1970, statvfs, fallocate, copy_file_range, sync, xattr */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static int
result(const char *what, int r)
{
	printf("%s %d\n", what, r < 0 ? errno : 0);
	return r;
}

static void
make(const char *path, const char *text)
{
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0644);
	write(fd, text, strlen(text));
	close(fd);
}

int
main(void)
{
	struct timespec times[2] = { { -100, 5 }, { -1, 999999999 } };
	struct statx x;
	struct statvfs v;
	struct stat s;
	char buf[32] = { 0 };
	int fd, to;

	make("a", "first");
	make("b", "the second");
	result("statx", statx(AT_FDCWD, "a", 0, STATX_BASIC_STATS | STATX_BTIME, &x));
	printf("%o %d %d\n", x.stx_mode, (int)x.stx_size, (x.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS);
	result("statx of nothing", statx(AT_FDCWD, "missing", 0, STATX_MODE, &x));
	result("statx with odd flags", statx(AT_FDCWD, "a", 0x40000000, STATX_MODE, &x));
	fd = open("b", O_RDWR);
	result("statx of a descriptor", statx(fd, "", AT_EMPTY_PATH, STATX_SIZE, &x));
	printf("%d\n", (int)x.stx_size);

	result("early", utimensat(AT_FDCWD, "a", times, 0));
	stat("a", &s);
	printf("%lld.%ld %lld.%ld\n", (long long)s.st_atim.tv_sec, (long)s.st_atim.tv_nsec, (long long)s.st_mtim.tv_sec, (long)s.st_mtim.tv_nsec);
	result("early by descriptor", futimens(fd, times));
	fstat(fd, &s);
	printf("%lld\n", (long long)s.st_mtime);
	times[0].tv_nsec = 1000000000;
	result("no time", utimensat(AT_FDCWD, "a", times, 0));

	result("statvfs", statvfs(".", &v));
	printf("%d %d %d\n", v.f_blocks > 0, v.f_bfree <= v.f_blocks, (int)v.f_namemax);
	result("fstatvfs", fstatvfs(fd, &v));

	result("hole", fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 100000));
	fstat(fd, &s);
	printf("%d %d\n", (int)s.st_size, s.st_blocks >= 100000 / 512);
	result("longer", posix_fallocate(fd, 0, 50000));
	fstat(fd, &s);
	printf("%d\n", (int)s.st_size);

	to = open("copy", O_CREAT | O_RDWR, 0644);
	off_t from = 4;
	printf("copied %d\n", (int)copy_file_range(fd, &from, to, NULL, 6, 0));
	pread(to, buf, 32, 0);
	printf("%s %d %d\n", buf, (int)from, (int)lseek(to, 0, SEEK_CUR));
	result("copy to what is read", copy_file_range(to, NULL, open("a", O_RDONLY), NULL, 6, 0));
	int sparse = open("sparse", O_CREAT | O_RDWR, 0644);
	pwrite(sparse, "data", 4, 1 << 20);
	ftruncate(sparse, 2 << 20);
	printf("data %d", (int)lseek(sparse, 0, SEEK_DATA));
	printf(" hole %d %d", (int)lseek(sparse, 0, SEEK_HOLE), (int)lseek(sparse, 1 << 20, SEEK_HOLE));
	printf(" position %d", (int)lseek(sparse, 0, SEEK_CUR));
	printf(" no more %d %d\n", (int)lseek(sparse, 3 << 19, SEEK_DATA), errno);
	result("behind the end", lseek(sparse, 3 << 20, SEEK_HOLE) < 0 ? -1 : 0);
	result("no whence", lseek(sparse, 0, 9) < 0 ? -1 : 0);
	result("syncfs", syncfs(fd));
	sync();
	result("xattr", getxattr("a", "user.none", buf, 10) < 0 && (errno == ENOTSUP || errno == ENODATA) ? 0 : -1);
	result("link of an open file", linkat(AT_FDCWD, "a", AT_FDCWD, "linked", 0));
	stat("a", &s);
	printf("%d\n", (int)s.st_nlink);
}
