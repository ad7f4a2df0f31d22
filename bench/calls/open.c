/* open.c FILE -- opens and closes a file. */
#include "least.h"

#include <fcntl.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	PRINT_LEAST(int fd = open(argv[argc - 1], O_RDONLY); if (fd < 0) return 1; close(fd));
	return 0;
}
