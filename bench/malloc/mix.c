/* mix.c -- 20 million blocks by one thread (mix.h). */
#include "mix.h"

int
main(void)
{
	return mix(20000000);
}
