// EXPECT: ok
// NATIVE: no, raw imports
/* an errno, not a trap */
#include "raw.h"

int
main(void)
{
	static struct abi_iovec many[1025];
	struct abi_iovec v = { 0xfffffff0, 0x20 };
	abi_usize n;
	abi_fd fd;

	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	EXPECT(FAULT, preview1_fd_write(fd, &v, 1, &n));
	EXPECT(FAULT, preview1_fd_read(fd, &v, 1, &n));
	EXPECT(FAULT, preview1_fd_write(fd, (void *)0xfffffffc, 1, &n));
	EXPECT(FAULT, preview1_fd_write(fd, many, 1, (void *)0xfffffffe));
	EXPECT(INVAL, preview1_fd_write(fd, many, 1025, &n));
	OK(preview1_fd_write(fd, many, 1024, &n));
	OK(preview1_fd_write(fd, NULL, 0, &n));
	EXPECT(FAULT, preview1_random_get((void *)0xffff0000, 0x20000));
	EXPECT(FAULT, preview1_clock_time_get(0, 0, (void *)0xfffffffc));
	EXPECT(FAULT, preview1_args_get((void *)0xfffffffc, (void *)0xfffffffc));
	EXPECT(FAULT, preview1_poll_oneoff((void *)0xfffffff0, (void *)16, 1, &n));
	return done();
}
