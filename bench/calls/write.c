/* write.c -- one byte to standard output. */
#include "least.h"

#include <unistd.h>

int
main(void)
{
	PRINT_LEAST(if (write(1, "x", 1) != 1) return 1);
	return 0;
}
