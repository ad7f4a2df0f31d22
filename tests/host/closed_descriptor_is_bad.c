// EXPECT: ok
// NATIVE: no, raw imports
/* every call on a number that is not open */
#include "raw.h"

int
main(void)
{
	char b[64];
	abi_fd fd;
	abi_usize n;
	struct abi_fdstat s;

	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(preview1_fd_close(fd));
	EXPECT(BADF, preview1_fd_close(fd));
	EXPECT(BADF, preview1_fd_close(0xffffffff));
	EXPECT(BADF, preview1_fd_fdstat_get(fd, &s));
	EXPECT(BADF, read_at(fd, b, sizeof b, &n));
	EXPECT(BADF, write_at(fd, "x"));
	EXPECT(BADF, preview1_fd_sync(fd));
	EXPECT(BADF, preview1_fd_filestat_get(fd, b));
	EXPECT(BADF, preview1_path_unlink_file(fd, STRING("f")));
	EXPECT(BADF, preview1_fd_readdir(fd, b, sizeof b, 0, &n));
	EXPECT(BADF, open_at(fd, "f", 0, ALL, &fd));
	return done();
}
