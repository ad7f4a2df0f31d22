// EXPECT: ok
// NATIVE: no, raw imports
/* a tree deeper than PATH_MAX is made and removed step by step; absolute names that do not fit are NAMETOOLONG, nothing worse */
#include "../host/raw.h"

enum { DEPTH = 24, NAME = 200 };

int
main(void)
{
	static char name[NAME], up[3 * DEPTH + 2];
	struct abi_filestat s;
	abi_fd dir[DEPTH + 1], fd;
	int depth = 0;

	memset(name, 'n', sizeof name);
	dir[0] = ROOT;
	while (depth < DEPTH) {
		OK(preview1_path_create_directory(dir[depth], name, NAME));
		uint32_t e = preview1_path_open(
			dir[depth], 0, name, NAME, ABI_OFLAGS_DIRECTORY, ALL, ALL, 0, &dir[depth + 1]);
		if ((e & 0xffff) == ABI_ERRNO_NAMETOOLONG) /* its absolute name would not fit */
			break;
		OK(e);
		depth++;
	}
	TRUE(depth * (NAME + 1) < 4096 && (depth + 1) * (NAME + 1) + 1 > 4096);
	for (int i = 0; i < DEPTH; i++)
		memcpy(up + 3 * i, "../", 3);
	OK(preview1_path_filestat_get(dir[depth], 0, up, 3 * (abi_usize)depth, &s)); /* the root */
	EXPECT(NOENT, preview1_path_filestat_get(dir[depth], 0, STRING("../../../none"), &s));
	strcpy(up + sizeof up - 2, "x");
	OK(open_at(dir[depth], "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(preview1_path_unlink_file(dir[depth], STRING("f")));
	for (int i = depth; i >= 0; i--)
		OK(preview1_path_remove_directory(dir[i], name, NAME));
	return done();
}
