// RUN: --dir=.::/data
// EXPECT: ok
// NATIVE: no, raw imports
/* a hard link takes its source from the guest's tree, and a link made of a link stays a link */
#include "../host/raw.h"

enum { DATA = 4 };

int
main(void)
{
	struct abi_filestat s;
	abi_fd fd;

	EXPECT(NOENT, preview1_path_link(DATA, 0, STRING("../guest.wasm"), DATA, STRING("h")));
	EXPECT(NOENT, preview1_path_link(DATA, 0, STRING("/etc/passwd"), DATA, STRING("h")));
	EXPECT(NOENT, preview1_path_link(DATA, 1, STRING("../../etc/passwd"), DATA, STRING("h")));
	OK(preview1_path_symlink(STRING("../guest.wasm"), DATA, STRING("out")));
	OK(preview1_path_symlink(STRING("/etc/passwd"), DATA, STRING("absolute")));
	EXPECT(NOENT, preview1_path_link(DATA, 1, STRING("out"), DATA, STRING("h")));
	EXPECT(NOENT, preview1_path_link(DATA, 1, STRING("absolute"), DATA, STRING("h")));
	OK(preview1_path_link(DATA, 0, STRING("out"), DATA, STRING("h")));
	OK(preview1_path_filestat_get(DATA, 0, STRING("h"), &s));
	TRUE(s.filetype == ABI_FILETYPE_SYMBOLIC_LINK && s.nlink == 2);
	EXPECT(NOENT, open_at(DATA, "h", 0, ABI_RIGHTS_FD_READ, &fd));
	/* the new name may not lie outside either */
	OK(open_at(DATA, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	TRUE((preview1_path_link(DATA, 0, STRING("f"), DATA, STRING("../f")) & 0xffff) != 0);
	TRUE((preview1_path_link(DATA, 0, STRING("f"), DATA, STRING("../guest/../f")) & 0xffff) != 0);
	EXPECT(EXIST, preview1_path_link(DATA, 0, STRING("f"), DATA, STRING("out")));
	/* XDEV where the root is a directory of its own, PERM where it exists in the tree only */
	uint32_t e = preview1_path_link(ROOT, 0, STRING("/"), DATA, STRING("r")) & 0xffff;
	TRUE(e == ABI_ERRNO_XDEV || e == ABI_ERRNO_PERM);
	return done();
}
