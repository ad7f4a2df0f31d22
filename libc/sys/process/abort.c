/* abort.c -- in place of musl's, which sets the disposition back through sigaction and would so
 * make each program that can abort import the registration of signals. */
#include "signals.h"

#include <signal.h>
#include <stddef.h>
#include <stdlib.h>

_Noreturn void
abort(void)
{
	sigset_t set;

	raise(SIGABRT);
	sigemptyset(&set);
	sigaddset(&set, SIGABRT);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	__wasix_signal_die(SIGABRT); /* caught, ignored or blocked */
}
