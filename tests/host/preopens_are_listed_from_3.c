// EXPECT: ok
// NATIVE: no, raw imports
// RUN: --dir=.::/data --dir=.::sub/dir
/* fd 3 is the root, mounts follow in their order, there is no gap */
#include "raw.h"

int
main(void)
{
	static const char *const NAMES[] = { "/", "/data", "sub/dir" };
	struct abi_prestat p;
	char name[32];

	for (abi_fd i = 0; i < 3; i++) {
		OK(preview1_fd_prestat_get(ROOT + i, &p));
		TRUE(p.tag == ABI_PREOPENTYPE_DIR && p.u.dir.pr_name_len == strlen(NAMES[i]));
		OK(preview1_fd_prestat_dir_name(ROOT + i, name, p.u.dir.pr_name_len));
		TRUE(memcmp(name, NAMES[i], p.u.dir.pr_name_len) == 0);
	}
	EXPECT(BADF, preview1_fd_prestat_get(ROOT + 3, &p));
	EXPECT(NAMETOOLONG, preview1_fd_prestat_dir_name(ROOT + 1, name, 1));
	OK(preview1_fd_close(ROOT + 1)); /* stays open */
	OK(preview1_fd_prestat_get(ROOT + 1, &p));
	return done();
}
