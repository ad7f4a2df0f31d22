// EXIT: 143
// EXPECT: before
#include <signal.h>
#include <stdio.h>

int
main(void)
{
	puts("before");
	fflush(stdout);
	raise(SIGTERM);
	puts("after");
}
