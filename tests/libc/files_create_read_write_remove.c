// EXPECT: 5 hello
// EXPECT: 17 2 21 20 39
// EXPECT: size 10 zeros 1
// EXPECT: pread lo 5
// EXPECT: hole 4 0
// EXPECT: appended 13
// EXPECT: truncated 2
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static long
size_of(const char *path)
{
	struct stat st;
	return stat(path, &st) ? -1 : (long)st.st_size;
}

int
main(void)
{
	char buf[32] = "";
	int fd = open("f", O_CREAT | O_EXCL | O_RDWR, 0644);
	write(fd, "hello", 5);
	lseek(fd, 0, SEEK_SET);
	long n = read(fd, buf, sizeof buf);
	printf("%ld %s\n", n, buf);

	int e[5] = { 0 };
	if (open("f", O_CREAT | O_EXCL | O_RDWR, 0644) < 0)
		e[0] = errno;
	if (open("none", O_RDONLY) < 0)
		e[1] = errno;
	if (open(".", O_WRONLY) < 0)
		e[2] = errno;
	if (open("f/x", O_RDONLY) < 0)
		e[3] = errno;
	mkdir("d", 0755);
	close(open("d/x", O_CREAT | O_WRONLY, 0644));
	if (rmdir("d") < 0)
		e[4] = errno;
	printf("%d %d %d %d %d\n", e[0], e[1], e[2], e[3], e[4]);

	ftruncate(fd, 10);
	n = pread(fd, buf, 5, 5);
	printf("size %ld zeros %d\n", size_of("f"), n == 5 && memcmp(buf, "\0\0\0\0\0", 5) == 0);
	memset(buf, 0, sizeof buf);
	struct iovec v[2] = { { buf, 1 }, { buf + 1, 1 } };
	preadv(fd, v, 2, 3);
	printf("pread %s %ld\n", buf, (long)lseek(fd, 0, SEEK_CUR));
	pwrite(fd, "far", 3, 13);
	struct iovec w[2] = { { buf, 1 }, { buf + 1, 1 } };
	n = pread(fd, buf, 10, 12);
	printf("hole %ld %d\n", n, buf[0]);
	close(fd);

	fd = open("f", O_WRONLY | O_APPEND | O_TRUNC);
	write(fd, "0123456789", 10);
	lseek(fd, 0, SEEK_SET);
	writev(fd, (struct iovec[]){ { "ab", 2 }, { "c", 1 } }, 2);
	printf("appended %ld\n", size_of("f"));
	close(fd);
	truncate("f", 2);
	printf("truncated %ld\n", size_of("f"));
	unlink("f");
	return size_of("f") != -1;
}
