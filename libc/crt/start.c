/* start.c -- from the entry point to main and exit.
 *
 * It calls the constructors itself, so that the linker does not wrap exports in them. The way to
 * main is a chain of archive members, of which only what the program's form of main needs is
 * linked: __main_void is the program's main(void), or main_void.c, which fetches the arguments
 * for __main_argc_argv, the program's main(int, char **), or main_arguments.c, which goes to a
 * main of another form.
 */
#include <stdlib.h>

#ifdef __PIC__
#include "pthread_impl.h"

extern void __wasm_init_tls(void *);

/* Not every host puts the addresses right that thread-local variables begin with. */
static __attribute__((noinline)) void
relocate_tls(void)
{
	if (__pthread_self()->self != __pthread_self())
		__wasm_init_tls(__builtin_wasm_tls_base());
}
#else
#define relocate_tls() ((void)0)
#endif

extern int __main_void(void);
void __wasix_initialize(void);
void __wasix_start(void);

void
__wasix_start(void)
{
	relocate_tls();
	__wasix_initialize();
	exit(__main_void());
}
