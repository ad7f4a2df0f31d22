/* initialize.c -- what comes before any function of the program, main or another. */
#include "start.h"

extern void __wasm_call_ctors(void);
hidden weak void __init_ssp(void *);
void __wasix_initialize(void);

void
__wasix_initialize(void)
{
	if (__init_ssp)
		__init_ssp(NULL);
	if (__wasix_set_environ)
		__wasix_set_environ();
	if (__wasix_set_progname)
		__wasix_set_progname();
	__wasm_call_ctors();
}
