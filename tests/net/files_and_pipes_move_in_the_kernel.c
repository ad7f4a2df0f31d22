// RUN: --dir=.
/* sendfile and splice: offsets, positions, ends, wrong descriptors, and one SIGPIPE where nobody
 * reads. */
#include "say.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#define BAD ((void *)-64)

static volatile int signals;

static void
on_pipe(int signal)
{
	signals++;
}

static void
show(int fd)
{
	char b[100];
	ssize_t n = read(fd, b, sizeof b);

	printf("'%.*s'\n", (int)n, b);
}

static void
nobody_reads(int file)
{
	int pair[2], pipe_[2], full[2];
	off_t o = 0;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	close(pair[1]);
	SAY(sendfile(pair[0], file, &o, 11));
	printf("signals %d\n", signals);
	pipe(pipe_);
	close(pipe_[0]);
	SAY(sendfile(pipe_[1], file, &o, 11));
	printf("signals %d, offset %lld\n", signals, (long long)o);
	pipe(full);
	write(full[1], "data", 4);
	SAY(splice(full[0], NULL, pair[0], NULL, 4, 0));
	SAY(splice(full[0], NULL, pipe_[1], NULL, 4, 0));
	printf("signals %d\n", signals);
}

int
main(void)
{
	int p[2], pair[2], f = open("file", O_CREAT | O_RDWR | O_TRUNC, 0600);
	int only_read = open("file", O_RDONLY);
	loff_t at = 6;
	off_t o = 6;

	signal(SIGPIPE, on_pipe);
	write(f, "hello world", 11);
	nobody_reads(f);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	SAY(sendfile(pair[0], f, &o, 100));
	printf("offset %lld, position %lld\n", (long long)o, (long long)lseek(f, 0, SEEK_CUR));
	show(pair[1]);
	SAY(sendfile(pair[0], f, NULL, 100));
	lseek(f, 2, SEEK_SET);
	SAY(sendfile(pair[0], f, NULL, 3));
	SAY(lseek(f, 0, SEEK_CUR));
	show(pair[1]);
	SAY(sendfile(pair[0], f, BAD, 3));
	SAY(sendfile(pair[0], pair[1], NULL, 3));
	SAY(sendfile(only_read, f, NULL, 3));
	SAY(sendfile(999, f, NULL, 3));
	SAY(sendfile(pair[0], 999, NULL, 3));
	pipe(p);
	SAY(splice(f, &at, p[1], NULL, 100, 0));
	printf("offset %lld\n", (long long)at);
	show(p[0]);
	write(p[1], "WORLD", 5);
	at = 6;
	SAY(splice(p[0], NULL, f, &at, 5, SPLICE_F_MOVE));
	lseek(f, 0, SEEK_SET);
	show(f);
	SAY(splice(p[0], NULL, f, NULL, 5, SPLICE_F_NONBLOCK));
	SAY(splice(f, NULL, f, NULL, 5, 0));
	SAY(splice(-1, NULL, f, NULL, 5, 0));
	SAY(splice(p[0], &at, f, NULL, 5, 0));
	write(p[1], "WORLD", 5);
	SAY(splice(p[0], NULL, f, BAD, 5, 0));
	SAY(splice(p[0], NULL, only_read, NULL, 5, 0));
	SAY(splice(p[0], NULL, pair[0], NULL, 5, SPLICE_F_MORE));
	show(pair[1]);
	return 0;
}
