/* brief.c -- 10 million times three blocks that a function takes and gives back at once. */
#include <stdlib.h>

int
main(void)
{
	for (int i = 0; i < 10000000; i++) {
		void *volatile a = malloc(24), *volatile b = malloc(100), *volatile c = malloc(40);
		free(b);
		free(a);
		free(c);
	}
	return 0;
}
