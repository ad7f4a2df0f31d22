/* main_void.c -- for a main that takes arguments. */
#include "start.h"

extern int __main_argc_argv(int argc, char **argv);
int __main_void(void);

int
__main_void(void)
{
	const struct arguments *a = __wasix_arguments();
	return __main_argc_argv(a->argc, a->argv);
}
