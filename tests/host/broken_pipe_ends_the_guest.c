// EXIT: 141
// NATIVE: no, raw imports
/* SIGPIPE without a handler */
#include "raw.h"

int
main(void)
{
	abi_fd r, w;

	OK(wasix_fd_pipe(&r, &w));
	OK(preview1_fd_close(r));
	OK(write_at(w, "x"));
	return done();
}
