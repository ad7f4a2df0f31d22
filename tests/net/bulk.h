/* bulk.h -- large transfers, for large_transfers_are_not_copied.sh: by send, by scattered buffers, by
 * sendfile; the same bytes must arrive. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 1 << 20, PARTS = 64 };

static char bytes[SIZE], got[SIZE];

static void
receive(int fd, int times)
{
	for (int i = 0; i < times; i++) {
		memset(got, 0, SIZE);
		if (recv(fd, got, SIZE, MSG_WAITALL) != SIZE || memcmp(got, bytes, SIZE))
			_exit(1);
	}
	/* scattered as well */
	struct iovec v[PARTS];
	struct msghdr m = { .msg_iov = v, .msg_iovlen = PARTS };
	for (int i = 0; i < PARTS; i++)
		v[i] = (struct iovec){ got + (PARTS - 1 - i) * (SIZE / PARTS), SIZE / PARTS };
	if (recvmsg(fd, &m, MSG_WAITALL) != SIZE || got[SIZE - 1] != bytes[SIZE / PARTS - 1])
		_exit(2);
	_exit(0);
}

int
main(void)
{
	int pair[2], status, file = open("bytes", O_CREAT | O_RDWR | O_TRUNC, 0600);
	struct iovec v[PARTS];
	struct msghdr m = { .msg_iov = v, .msg_iovlen = PARTS };
	off_t at = 0;
	ssize_t n;

	for (int i = 0; i < SIZE; i++)
		bytes[i] = (char)(i * 7 ^ i >> 9);
	for (int i = 0; i < PARTS; i++)
		v[i] = (struct iovec){ bytes + i * (SIZE / PARTS), SIZE / PARTS };
	write(file, bytes, SIZE);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	if (fork() == 0)
		receive(pair[1], 4);
	n = send(pair[0], bytes, SIZE, MSG_NOSIGNAL);
	printf("%zd ", n);
	n = sendmsg(pair[0], &m, 0);
	printf("%zd ", n);
	n = writev(pair[0], v, PARTS);
	printf("%zd ", n);
	while (at < SIZE && (n = sendfile(pair[0], file, &at, SIZE)) > 0)
		;
	printf("%d ", (int)at);
	n = write(pair[0], bytes, SIZE);
	printf("%zd ", n);
	wait(&status);
	printf("%d\n", status);
	return 0;
}
