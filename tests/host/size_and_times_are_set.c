// EXPECT: ok
// NATIVE: no, raw imports
/* fd_filestat_set_size, fd_allocate, set_times */
#include "raw.h"

int
main(void)
{
	struct abi_filestat s;
	abi_fd fd;

	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(preview1_fd_allocate(fd, 10, 90));
	OK(preview1_fd_filestat_get(fd, &s));
	TRUE(s.size == 100 && s.filetype == ABI_FILETYPE_REGULAR_FILE && s.nlink == 1);
	OK(preview1_fd_filestat_set_size(fd, 3));
	OK(preview1_fd_filestat_set_times(
		fd, 1000000001, 2000000002, ABI_FSTFLAGS_ATIM | ABI_FSTFLAGS_MTIM));
	OK(preview1_path_filestat_get(ROOT, 0, STRING("f"), &s));
	TRUE(s.size == 3 && s.atim == 1000000001 && s.mtim == 2000000002);
	OK(preview1_path_filestat_set_times(ROOT, 0, STRING("f"), 0, 5, ABI_FSTFLAGS_MTIM));
	OK(preview1_fd_filestat_get(fd, &s));
	TRUE(s.atim == 1000000001 && s.mtim == 5);
	EXPECT(INVAL, preview1_fd_filestat_set_times(
			      fd, 0, 0, ABI_FSTFLAGS_MTIM | ABI_FSTFLAGS_MTIM_NOW));
	EXPECT(INVAL, preview1_fd_filestat_set_size(fd, 0xffffffffffffffff));
	EXPECT(INVAL, preview1_fd_advise(fd, 0, 0, 77));
	return done();
}
