/* start.h -- what happens between _start and main, in parts that are linked if something needs
 * them: the weak functions are null otherwise. */
#ifndef SYS_START_H
#define SYS_START_H

#include <features.h>
#include <stddef.h>

/* Fetches the arguments, once; argv[argc] is NULL. */
struct arguments {
	int argc;
	char **argv;
};
hidden const struct arguments *__wasix_arguments(void);

hidden weak void __wasix_set_environ(void);
hidden weak void __wasix_set_progname(void);

#endif
