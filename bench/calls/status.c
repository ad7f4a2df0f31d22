/* status.c -- the flags of a descriptor, 2 million times: fd_fdstat_get against fcntl. */
#include <fcntl.h>

int
main(void)
{
	int sum = 0;
	for (int i = 0; i < 2000000; i++)
		sum |= fcntl(1, F_GETFL);
	return sum == -1;
}
