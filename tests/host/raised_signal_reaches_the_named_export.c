// EXPECT: ok
// NATIVE: no, raw imports
/* callback_signal, and a name that is no export */
#include "raw.h"

static int last;

__attribute__((export_name("on_signal"))) void
on_signal(int signo)
{
	last = signo;
}

int
main(void)
{
	abi_tid tid;

	OK(wasix_thread_id(&tid));
	wasix_callback_signal(STRING("on_signal"));
	OK(preview1_proc_raise(ABI_SIGNAL_USR1));
	TRUE(last == ABI_SIGNAL_USR1);
	OK(wasix_thread_signal(tid, ABI_SIGNAL_TERM));
	TRUE(last == ABI_SIGNAL_TERM);
	wasix_callback_signal(STRING("no_such_export"));
	OK(preview1_proc_raise(ABI_SIGNAL_CHLD));
	TRUE(last == ABI_SIGNAL_TERM);
	wasix_callback_signal(NULL, 12345);
	return done();
}
