/* start.c -- from the entry point to main and exit.
 *
 * It calls the constructors itself, so that the linker does not wrap exports in them. The way to
 * main is a chain of archive members, of which only what the program's form of main needs is
 * linked: __main_void is the program's main(void), or main_void.c, which fetches the arguments
 * for __main_argc_argv, the program's main(int, char **), or main_arguments.c, which goes to a
 * main of another form.
 */
#include <stdlib.h>

extern int __main_void(void);
void __wasix_initialize(void);
void __wasix_start(void);

void
__wasix_start(void)
{
	__wasix_initialize();
	exit(__main_void());
}
