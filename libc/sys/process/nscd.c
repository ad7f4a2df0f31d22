/* nscd.c -- the daemon that musl asks for users and groups besides the files: a guest has none, and
 * looking for it would take a socket, which is granted or not. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

FILE *__nscd_query(int32_t request, const char *key, int32_t *answer, size_t size, int *swap);

/* As if it had been found and knew nobody. */
FILE *
__nscd_query(int32_t request, const char *key, int32_t *answer, size_t size, int *swap)
{
	static char nothing[1];

	(void)request, (void)key;
	memset(answer, 0, size);
	*swap = 0;
	return fmemopen(nothing, sizeof nothing, "r");
}
