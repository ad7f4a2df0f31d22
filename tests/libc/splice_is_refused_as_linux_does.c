// EXPECT: -1 Invalid argument
// NATIVE: no, between these two Linux splices
// grep copies by hand then; any other error ends it.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int
main(void)
{
	int p[2];

	pipe(p);
	write(p[1], "x", 1);
	ssize_t n = splice(p[0], NULL, STDOUT_FILENO, NULL, 1, SPLICE_F_MOVE);
	printf("%d %s\n", (int)n, strerror(errno));
}
