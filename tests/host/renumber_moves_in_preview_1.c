// EXPECT: ok
// NATIVE: no, raw imports
/* a module without WASIX imports */
#include "raw.h"

int
main(void)
{
	abi_fd a, b;

	OK(open_at(ROOT, "a", ABI_OFLAGS_CREAT, ALL, &a));
	OK(open_at(ROOT, "b", ABI_OFLAGS_CREAT, ALL, &b));
	OK(preview1_fd_renumber(a, b));
	EXPECT(BADF, preview1_fd_close(a));
	OK(preview1_fd_renumber(b, b));
	EXPECT(NOTSUP, preview1_fd_renumber(b, ROOT));
	EXPECT(BADF, preview1_fd_renumber(a, b));
	OK(preview1_fd_close(b));
	return done();
}
