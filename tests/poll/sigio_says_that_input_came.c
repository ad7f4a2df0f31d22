// FIOASYNC and F_SETOWN: SIGIO when something can be read, at sockets and pipes.
// EXPECT: nobody: 0
// EXPECT: owner set, read back 1
// EXPECT: group set, read back 1
// EXPECT: another's parent: EPERM or ESRCH
// EXPECT: socketpair: quiet 0, written 1, off 0
// EXPECT: pipe by F_SETFL: 1
// EXPECT: file: 0
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static volatile sig_atomic_t signals;

static void
on_io(int s)
{
	(void)s;
	signals = 1;
}

/* Whether a byte written to one end made a signal. */
static int
told(int to, int from)
{
	char byte;
	signals = 0;
	write(to, "x", 1);
	int seen = signals;
	read(from, &byte, 1);
	return seen;
}

int
main(void)
{
	int s[2], p[2], on = 1, off = 0;

	signal(SIGIO, on_io);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	pipe(p);
	printf("nobody: %d\n", fcntl(s[0], F_GETOWN));
	int r = fcntl(s[0], F_SETOWN, -getpgrp());
	int group = r == 0 && fcntl(s[0], F_GETOWN) == -getpgrp();
	r = fcntl(s[0], F_SETOWN, getpid());
	printf("owner %s, read back %d\n", r ? "not set" : "set", fcntl(s[0], F_GETOWN) == getpid());
	printf("group set, read back %d\n", group);
	r = fcntl(s[1], F_SETOWN, 99999999);
	printf("another's parent: %s\n", r < 0 && (errno == EPERM || errno == ESRCH) ? "EPERM or ESRCH" : "?");

	int quiet = told(s[1], s[0]);
	ioctl(s[0], FIOASYNC, &on);
	int written = told(s[1], s[0]);
	ioctl(s[0], FIOASYNC, &off);
	printf("socketpair: quiet %d, written %d, off %d\n", quiet, written, told(s[1], s[0]));

	fcntl(p[0], F_SETOWN, getpid());
	fcntl(p[0], F_SETFL, O_ASYNC);
	printf("pipe by F_SETFL: %d\n", told(p[1], p[0]));

	int file = open("file", O_CREAT | O_RDWR, 0600);
	printf("file: %d\n", ioctl(file, FIOASYNC, &off));
	return 0;
}
