/* abort.c -- in place of musl's, which sets the disposition back through sigaction and would so
 * make each program that can abort import the registration of signals. */
#include "signals.h"

#include <signal.h>
#include <stdlib.h>

_Noreturn void
abort(void)
{
	raise(SIGABRT);
	__wasix_signal_die(SIGABRT); /* caught, ignored or blocked */
}
