// EXPECT: ok
// NATIVE: no, raw imports
/* wasi_unstable: whence, filestat, poll_oneoff */
#include "raw.h"

int
main(void)
{
	struct {
		struct abi_filestat_snapshot0 s;
		uint64_t guard;
	} f = { .guard = 7 };
	struct abi_subscription_snapshot0 in = { .userdata = 3, .u.tag = ABI_EVENTTYPE_CLOCK };
	struct abi_event out;
	abi_filesize at;
	abi_usize n;
	abi_fd fd;

	OK(unstable_path_open(ROOT, 0, STRING("f"), ABI_OFLAGS_CREAT, ALL, ALL, 0, &fd));
	OK(write_at(fd, "abc"));
	OK(unstable_as_unstable_fd_seek(fd, 1, ABI_WHENCE_SNAPSHOT0_SET, &at));
	TRUE(at == 1);
	OK(unstable_as_unstable_fd_seek(fd, 1, ABI_WHENCE_SNAPSHOT0_CUR, &at));
	TRUE(at == 2);
	OK(unstable_as_unstable_fd_seek(fd, 0, ABI_WHENCE_SNAPSHOT0_END, &at));
	TRUE(at == 3);
	OK(unstable_as_unstable_fd_filestat_get(fd, &f.s));
	TRUE(f.s.size == 3 && f.s.nlink == 1 && f.guard == 7);
	OK(unstable_as_unstable_path_filestat_get(ROOT, 0, STRING("f"), &f.s));
	TRUE(f.s.size == 3 && f.guard == 7);
	in.u.u.clock.id = ABI_CLOCKID_MONOTONIC;
	in.u.u.clock.timeout = 1000;
	OK(unstable_as_unstable_poll_oneoff(&in, &out, 1, &n));
	TRUE(n == 1 && out.userdata == 3);
	return done();
}
