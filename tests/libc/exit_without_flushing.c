// EXIT: 3
// EXPECT: written
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
never(void)
{
	write(1, "never\n", 6);
}

int
main(void)
{
	atexit(never);
	printf("lost");
	write(1, "written\n", 8);
	_exit(3);
}
