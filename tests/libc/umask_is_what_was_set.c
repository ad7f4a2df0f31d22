/* umask returns the mask before, and files are made without its bits. */
#include <stdio.h>
#include <sys/stat.h>

int
main(void)
{
	umask(027);
	printf("%03o\n", (unsigned)umask(077));
	printf("%03o\n", (unsigned)umask(0));
	return 0;
}
