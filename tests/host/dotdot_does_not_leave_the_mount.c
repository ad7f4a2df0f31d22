// EXPECT: ok
// NATIVE: no, raw imports
// RUN: --dir=.::/data
/* the host directory above the mount is not there */
#include "raw.h"

int
main(void)
{
	struct abi_filestat s;
	abi_fd fd;

	OK(open_at(4, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	EXPECT(NOENT, preview1_path_filestat_get(4, 0, STRING("../guest.wasm"), &s));
	EXPECT(NOENT,
		preview1_path_filestat_get(4, 0, STRING("../../../../../../../etc/passwd"), &s));
	EXPECT(NOENT, preview1_path_filestat_get(4, 0, STRING("/etc/passwd"), &s));
	OK(preview1_path_filestat_get(4, 0, STRING("../data/f"), &s));
	OK(preview1_path_filestat_get(4, 0, STRING("/../../data/./f"), &s));
	/* in the guest's own root, where the kernel gives one; else nowhere */
	uint32_t e = open_at(4, "../new", ABI_OFLAGS_CREAT, ALL, &fd) & 0xffff;
	if (e)
		EXPECT(ROFS, e);
	EXPECT(NOENT, preview1_path_filestat_get(4, 0, STRING("new"), &s));
	return done();
}
