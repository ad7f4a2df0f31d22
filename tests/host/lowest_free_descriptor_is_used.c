// EXPECT: ok
// NATIVE: no, raw imports
/* POSIX's rule for new numbers */
#include "raw.h"

int
main(void)
{
	abi_fd a, b, c, d;

	OK(open_at(ROOT, "a", ABI_OFLAGS_CREAT, ALL, &a));
	OK(open_at(ROOT, "b", ABI_OFLAGS_CREAT, ALL, &b));
	OK(open_at(ROOT, "c", ABI_OFLAGS_CREAT, ALL, &c));
	TRUE(b == a + 1 && c == b + 1);
	OK(preview1_fd_close(b));
	OK(open_at(ROOT, "d", ABI_OFLAGS_CREAT, ALL, &d));
	TRUE(d == b);
	return done();
}
