// EXPECT: ok
// NATIVE: no, raw imports
// RUN: --volume .:/ro:ro --dir=.::/rw
/* the same directory, mounted both ways */
#include "raw.h"

enum { RO = 4, RW = 5 };

int
main(void)
{
	abi_fd fd;

	OK(open_at(RW, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(open_at(RO, "f", 0, ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_FILESTAT_SET_TIMES, &fd));
	EXPECT(ROFS, preview1_fd_filestat_set_times(fd, 1, 1, ABI_FSTFLAGS_MTIM));
	EXPECT(ROFS, open_at(RO, "f", 0, ABI_RIGHTS_FD_WRITE, &fd));
	EXPECT(ROFS, open_at(RO, "f", ABI_OFLAGS_TRUNC, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(ROFS, open_at(RO, "new", ABI_OFLAGS_CREAT, ALL, &fd));
	EXPECT(ROFS, preview1_path_create_directory(RO, STRING("d")));
	EXPECT(ROFS, preview1_path_unlink_file(RO, STRING("f")));
	EXPECT(ROFS, preview1_path_rename(RO, STRING("f"), RO, STRING("g")));
	EXPECT(ROFS, preview1_path_symlink(STRING("f"), RO, STRING("g")));
	EXPECT(ROFS, preview1_path_filestat_set_times(RO, 0, STRING("f"), 1, 1, ABI_FSTFLAGS_MTIM));
	EXPECT(XDEV, preview1_path_link(RO, 0, STRING("f"), RW, STRING("g")));
	EXPECT(NOENT, preview1_path_unlink_file(RO, STRING("none")));
	return done();
}
