// EXPECT: file 0 25
// EXPECT: pipe 0 25
// EXPECT: closed 0 9
// EXPECT: winsize -1
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int
main(void)
{
	int p[2];
	struct winsize size;
	struct termios modes;
	int fd = open("f", O_CREAT | O_RDWR, 0644);
	printf("file %d", isatty(fd));
	printf(" %d\n", errno);
	pipe(p);
	printf("pipe %d", isatty(p[0]));
	printf(" %d\n", tcgetattr(p[0], &modes) < 0 ? errno : 0);
	close(fd);
	printf("closed %d", isatty(fd));
	printf(" %d\n", errno);
	printf("winsize %d\n", ioctl(p[0], TIOCGWINSZ, &size));
}
