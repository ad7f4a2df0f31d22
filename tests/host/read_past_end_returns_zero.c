// EXPECT: ok
// NATIVE: no, raw imports
/* fd_read at and behind the end */
#include "raw.h"

int
main(void)
{
	char b[8];
	abi_fd fd;
	abi_usize n = 99;
	abi_filesize at;

	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(write_at(fd, "abc"));
	OK(read_at(fd, b, sizeof b, &n));
	TRUE(n == 0);
	OK(preview1_fd_seek(fd, 1, ABI_WHENCE_SET, &at));
	OK(read_at(fd, b, sizeof b, &n));
	TRUE(n == 2 && memcmp(b, "bc", 2) == 0);
	OK(preview1_fd_seek(fd, 1000, ABI_WHENCE_CUR, &at));
	TRUE(at == 1003);
	OK(read_at(fd, b, sizeof b, &n));
	TRUE(n == 0);
	EXPECT(INVAL, preview1_fd_seek(fd, -1, ABI_WHENCE_SET, &at));
	EXPECT(INVAL, preview1_fd_seek(fd, 0, 7, &at));
	return done();
}
