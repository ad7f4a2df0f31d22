// EXPECT: 1000000000 500 1500000000
// EXPECT: omitted 1 now 1
// EXPECT: by descriptor 1234567890
// EXPECT: recent 1
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

int
main(void)
{
	struct stat st;
	int fd = open("f", O_CREAT | O_WRONLY, 0644);
	utimensat(AT_FDCWD, "f", (struct timespec[]){ { 1000000000, 500 }, { 1500000000, 0 } }, 0);
	stat("f", &st);
	printf("%lld %ld %lld\n", (long long)st.st_atim.tv_sec, (long)st.st_atim.tv_nsec, (long long)st.st_mtime);
	utimensat(AT_FDCWD, "f", (struct timespec[]){ { 0, UTIME_OMIT }, { 0, UTIME_NOW } }, 0);
	stat("f", &st);
	printf("omitted %d now %d\n", st.st_atime == 1000000000, st.st_mtime > 1700000000);
	futimens(fd, (struct timespec[]){ { 1, 0 }, { 1234567890, 0 } });
	fstat(fd, &st);
	printf("by descriptor %lld\n", (long long)st.st_mtime);
	utime("f", NULL);
	stat("f", &st);
	printf("recent %d\n", st.st_mtime >= time(NULL) - 5);
}
