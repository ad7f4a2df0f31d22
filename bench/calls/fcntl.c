/* fcntl.c -- the flags of a descriptor, by the C library on both sides. */
#include "least.h"

#include <fcntl.h>

int
main(void)
{
	volatile int flags;
	PRINT_LEAST(flags = fcntl(1, F_GETFL));
	return flags == -1;
}
