/* start.c -- from the entry point to main and exit.
 *
 * It calls the constructors itself, so that the linker does not wrap exports in them. The way to
 * main is a chain of archive members, of which only what the program's form of main needs is
 * linked: __main_void is the program's main(void), or main_void.c, which fetches the arguments
 * for __main_argc_argv, the program's main(int, char **), or main_arguments.c, which goes to a
 * main of another form.
 */
#include "start.h"

#include <stdlib.h>

extern void __wasm_call_ctors(void);
extern int __main_void(void);
hidden weak void __init_ssp(void *);
void __wasix_start(void);

void
__wasix_start(void)
{
	if (__init_ssp)
		__init_ssp(NULL);
	if (__wasix_set_environ)
		__wasix_set_environ();
	if (__wasix_set_progname)
		__wasix_set_progname();
	__wasm_call_ctors();
	exit(__main_void());
}
