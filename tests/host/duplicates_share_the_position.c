// EXPECT: ok
// NATIVE: no, raw imports
/* fd_dup, fd_dup2, close-on-exec */
#include "raw.h"

int
main(void)
{
	abi_fd fd, copy, high;
	abi_filesize at;
	abi_fdflagsext flags = 9;

	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(wasix_fd_dup(fd, &copy));
	OK(write_at(fd, "abc"));
	OK(preview1_fd_tell(copy, &at));
	TRUE(at == 3);
	OK(wasix_fd_dup2(fd, 100, 1, &high));
	TRUE(high == 100);
	OK(wasix_fd_fdflags_get(high, &flags));
	TRUE(flags == ABI_FDFLAGSEXT_CLOEXEC);
	OK(wasix_fd_fdflags_set(high, 0));
	OK(wasix_fd_fdflags_get(high, &flags));
	TRUE(flags == 0);
	EXPECT(INVAL, wasix_fd_dup2(fd, 0x7fffffff, 0, &high));
	/* what names the root of the tree for paths is no descriptor */
	EXPECT(BADF, wasix_fd_dup((abi_fd)-100, &copy));
	EXPECT(BADF, wasix_fd_dup2((abi_fd)-100, 5, 0, &high));
	OK(wasix_path_open2(ROOT, 0, STRING("f"), 0, ALL, 0, 0, ABI_FDFLAGSEXT_CLOEXEC, &fd));
	OK(wasix_fd_fdflags_get(fd, &flags));
	TRUE(flags == ABI_FDFLAGSEXT_CLOEXEC);
	return done();
}
