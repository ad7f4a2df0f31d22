// EXPECT: ok
// NATIVE: no, raw imports
/* fd_pipe and fd_event */
#include "raw.h"

int
main(void)
{
	char b[8];
	abi_fd r, w, e;
	abi_usize n;
	abi_filesize at;
	uint64_t value;

	OK(wasix_fd_pipe(&r, &w));
	OK(write_at(w, "abc"));
	OK(read_at(r, b, sizeof b, &n));
	TRUE(n == 3);
	EXPECT(SPIPE, preview1_fd_seek(r, 0, ABI_WHENCE_SET, &at));
	EXPECT(BADF, write_at(r, "x"));
	OK(preview1_fd_close(w));
	OK(read_at(r, b, sizeof b, &n));
	TRUE(n == 0);
	OK(wasix_fd_event(3, ABI_EVENTFDFLAGS_SEMAPHORE, &e));
	OK(read_at(e, &value, 8, &n));
	TRUE(n == 8 && value == 1);
	OK(preview1_fd_fdstat_set_flags(e, ABI_FDFLAGS_NONBLOCK));
	OK(read_at(e, &value, 8, &n));
	OK(read_at(e, &value, 8, &n));
	EXPECT(AGAIN, read_at(e, &value, 8, &n));
	return done();
}
