// EXPECT: 0 0
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int
main(void)
{
	int fd = open(".", O_RDONLY | O_DIRECTORY);
	int data = fdatasync(fd);
	printf("%d %d\n", data, fsync(fd));
	return 0;
}
