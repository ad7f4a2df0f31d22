// EXPECT: ok
// NATIVE: no, raw imports
/* fd_fdstat_set_rights, and NOTCAPABLE after it */
#include "raw.h"

int
main(void)
{
	abi_fd fd, dir;
	abi_usize n;
	char b[4];

	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(preview1_fd_fdstat_set_rights(fd, ABI_RIGHTS_FD_READ, 0));
	EXPECT(NOTCAPABLE, preview1_fd_fdstat_set_rights(fd, ABI_RIGHTS_FD_WRITE, 0));
	EXPECT(NOTCAPABLE, write_at(fd, "x"));
	EXPECT(NOTCAPABLE, preview1_fd_filestat_set_size(fd, 0));
	OK(read_at(fd, b, sizeof b, &n));
	OK(open_at(ROOT, ".", ABI_OFLAGS_DIRECTORY, ALL, &dir));
	OK(preview1_fd_fdstat_set_rights(dir, ABI_RIGHTS_PATH_OPEN, ABI_RIGHTS_FD_READ));
	EXPECT(NOTCAPABLE, preview1_path_unlink_file(dir, STRING("f")));
	EXPECT(NOTCAPABLE, open_at(dir, "new", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(open_at(dir, "f", 0, ALL, &fd)); /* gets what the directory passes on */
	EXPECT(BADF, write_at(fd, "x"));
	OK(open_at(ROOT, "f", 0, 0xffffffffffffffff, &fd)); /* bits that do not exist */
	return done();
}
