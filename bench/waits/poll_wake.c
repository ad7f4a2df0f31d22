/* A byte to and fro between two processes that wait in poll. */
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 50000 };

static int
turn(int in, int out, int first)
{
	struct pollfd p = { .fd = in, .events = POLLIN };
	char c = 'x';

	for (int i = 0; i < ROUNDS; i++) {
		if (first && write(out, &c, 1) != 1)
			return 1;
		if (poll(&p, 1, -1) != 1 || read(in, &c, 1) != 1)
			return 1;
		if (!first && write(out, &c, 1) != 1)
			return 1;
	}
	return 0;
}

int
main(void)
{
	int a[2], b[2], status;

	if (pipe(a) < 0 || pipe(b) < 0)
		return 1;
	if (fork() == 0)
		_exit(turn(a[0], b[1], 0));
	int failed = turn(b[0], a[1], 1);
	wait(&status);
	return failed || status;
}
