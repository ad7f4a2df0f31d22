// EXPECT: ok
// NATIVE: no, raw imports
/* libcs build dup2 on it */
#include "raw.h"

int
main(void)
{
	abi_fd a, copy;

	OK(open_at(ROOT, "a", ABI_OFLAGS_CREAT, ALL, &a));
	OK(wasix_fd_dup(a, &copy));
	OK(preview1_fd_renumber(a, 20));
	OK(preview1_fd_close(a));
	OK(wasix_as_wasix_fd_renumber(20, 30));
	OK(preview1_fd_close(20));
	OK(preview1_fd_close(30));
	OK(preview1_fd_close(copy));
	return done();
}
