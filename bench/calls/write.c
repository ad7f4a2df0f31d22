/* write.c -- one byte to standard output, 2 million times. */
#include <unistd.h>

int
main(void)
{
	for (int i = 0; i < 2000000; i++)
		if (write(1, "x", 1) != 1)
			return 1;
	return 0;
}
