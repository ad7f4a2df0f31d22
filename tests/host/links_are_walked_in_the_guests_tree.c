// EXPECT: ok
// NATIVE: no, raw imports
// RUN: --dir=.::/data
/* targets, absolute or not, start and end below the root */
#include "raw.h"

int
main(void)
{
	char text[64];
	abi_usize n;
	abi_fd fd;
	struct abi_filestat s;

	OK(open_at(4, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(preview1_path_symlink(STRING("/data/f"), 4, STRING("inside")));
	OK(preview1_path_symlink(STRING("/etc/passwd"), 4, STRING("absolute")));
	OK(preview1_path_symlink(STRING("../guest.wasm"), 4, STRING("up")));
	OK(preview1_path_symlink(STRING("self"), 4, STRING("self")));
	OK(open_at(4, "inside", 0, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(NOENT, open_at(4, "absolute", 0, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(NOENT, open_at(4, "up", 0, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(LOOP, open_at(4, "self", 0, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(LOOP, preview1_path_open(4, 0, STRING("inside"), 0, ABI_RIGHTS_FD_READ, 0, 0, &fd));
	OK(preview1_path_filestat_get(4, 0, STRING("inside"), &s));
	TRUE(s.filetype == ABI_FILETYPE_SYMBOLIC_LINK && s.size == 7);
	OK(preview1_path_filestat_get(4, ABI_LOOKUPFLAGS_SYMLINK_FOLLOW, STRING("inside"), &s));
	TRUE(s.filetype == ABI_FILETYPE_REGULAR_FILE);
	OK(preview1_path_readlink(4, STRING("inside"), text, 3, &n));
	TRUE(n == 3 && memcmp(text, "/da", 3) == 0);
	EXPECT(INVAL, preview1_path_readlink(4, STRING("f"), text, 3, &n));
	return done();
}
