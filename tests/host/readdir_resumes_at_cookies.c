// EXPECT: ok
// NATIVE: no, raw imports
/* a listing read entry by entry equals the whole */
#include "raw.h"

int
main(void)
{
	static char buf[4096];
	char name[16], seen[40] = { 0 };
	abi_usize used;
	abi_dircookie cookie = 0;
	abi_fd dir, fd;
	int dots = 0;

	OK(preview1_path_create_directory(ROOT, STRING("d")));
	OK(open_at(ROOT, "d", ABI_OFLAGS_DIRECTORY, ALL, &dir));
	for (int i = 0; i < 40; i++) {
		snprintf(name, sizeof name, "e%d", i);
		OK(open_at(dir, name, ABI_OFLAGS_CREAT, ALL, &fd));
		OK(preview1_fd_close(fd));
	}
	for (;;) {
		struct abi_dirent e;
		OK(preview1_fd_readdir(dir, buf, sizeof e + 8, cookie, &used));
		if (used < sizeof e)
			break;
		memcpy(&e, buf, sizeof e);
		TRUE(sizeof e + e.d_namlen <= used);
		buf[sizeof e + e.d_namlen] = 0;
		if (buf[sizeof e] == 'e')
			seen[atoi(buf + sizeof e + 1)]++,
				TRUE(e.d_type == ABI_FILETYPE_REGULAR_FILE);
		else
			dots++, TRUE(e.d_type == ABI_FILETYPE_DIRECTORY);
		memset(buf, 0, sizeof buf);
		cookie = e.d_next;
	}
	for (int i = 0; i < 40; i++)
		TRUE(seen[i] == 1);
	TRUE(dots == 2);
	OK(preview1_fd_readdir(dir, buf, 10, 0, &used)); /* not even a header fits */
	TRUE(used == 10);
	EXPECT(FAULT, preview1_fd_readdir(dir, (void *)0xfffffff0, 100, 0, &used));
	EXPECT(NOTDIR, preview1_fd_readdir(0, buf, 10, 0, &used));
	return done();
}
