// EXPECT: ok
// NATIVE: no, raw imports
/* SIGPIPE with a handler, then EPIPE */
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
	abi_fd r, w;

	wasix_callback_signal(STRING("on_signal"));
	OK(wasix_fd_pipe(&r, &w));
	OK(preview1_fd_close(r));
	EXPECT(PIPE, write_at(w, "x"));
	TRUE(last == ABI_SIGNAL_PIPE);
	return done();
}
