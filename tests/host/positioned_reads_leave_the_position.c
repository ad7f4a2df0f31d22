// EXPECT: ok
// NATIVE: no, raw imports
/* fd_pread and fd_pwrite */
#include "raw.h"

int
main(void)
{
	char b[4];
	struct abi_iovec v[2] = { { (abi_ptr)(uintptr_t)b, 1 },
		{ (abi_ptr)(uintptr_t)(b + 1), 2 } };
	abi_filesize at;
	abi_usize n;
	abi_fd fd;

	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(write_at(fd, "abcdef"));
	OK(preview1_fd_pread(fd, v, 2, 2, &n));
	TRUE(n == 3 && memcmp(b, "cde", 3) == 0);
	OK(preview1_fd_pwrite(fd, v, 2, 0, &n));
	OK(preview1_fd_tell(fd, &at));
	TRUE(at == 6);
	OK(preview1_fd_pread(fd, v, 1, 1, &n));
	TRUE(b[0] == 'd');
	EXPECT(INVAL, preview1_fd_pread(fd, v, 1, 0xffffffffffffffff, &n));
	return done();
}
