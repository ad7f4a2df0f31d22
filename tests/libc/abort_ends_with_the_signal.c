// EXIT: 134
// EXPECT: handler
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void
handler(int signal)
{
	write(1, "handler\n", 8);
}

int
main(void)
{
	signal(SIGABRT, handler);
	abort();
}
