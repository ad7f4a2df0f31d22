// EXPECT: 3
// EXPECT: 5 is 5
// NATIVE: no, a test is started with more than three descriptors
/* Numbers are what they are natively: nothing of the host's directories takes one. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int
main(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY);

	printf("%d\n", fd);
	printf("5 is %d\n", dup2(fd, 5));
	return 0;
}
