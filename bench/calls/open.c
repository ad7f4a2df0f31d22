/* open.c FILE -- opens and closes a file 200000 times. */
#include <fcntl.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	for (int i = 0; i < 200000; i++) {
		int fd = open(argv[argc - 1], O_RDONLY);
		if (fd < 0)
			return 1;
		close(fd);
	}
	return 0;
}
