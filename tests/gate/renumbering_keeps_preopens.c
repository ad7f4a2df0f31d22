// RUN: --dir=.::/data
// EXPECT: ok
// NATIVE: no, raw imports
/* a preopen is neither closed nor replaced by a descriptor with other rights, in either meaning of fd_renumber */
#include "../host/raw.h"

enum { DATA = 4, LIMIT = 65536 };

int
main(void)
{
	struct abi_prestat p;
	struct abi_fdstat s;
	abi_fd fd, copy;

	OK(open_at(DATA, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	for (abi_fd to = ROOT; to <= DATA; to++) {
		EXPECT(NOTSUP, preview1_fd_renumber(fd, to));
		EXPECT(NOTSUP, wasix_as_wasix_fd_renumber(fd, to));
		EXPECT(NOTSUP, preview1_fd_renumber(to == ROOT ? DATA : ROOT, to));
		OK(preview1_fd_close(to));
		OK(preview1_fd_prestat_get(to, &p));
		OK(preview1_fd_fdstat_get(to, &s));
		TRUE(s.fs_filetype == ABI_FILETYPE_DIRECTORY);
		OK(preview1_fd_renumber(to, to));
	}
	/* a copy of a preopen is an ordinary descriptor with no more rights */
	OK(wasix_fd_dup(DATA, &copy));
	EXPECT(BADF, preview1_fd_prestat_get(copy, &p));
	OK(preview1_fd_fdstat_set_rights(copy, ABI_RIGHTS_PATH_OPEN, ABI_RIGHTS_FD_READ));
	EXPECT(NOTCAPABLE, preview1_path_unlink_file(copy, STRING("f")));
	EXPECT(NOTCAPABLE, preview1_fd_fdstat_set_rights(copy, ALL, ALL));
	EXPECT(NOTCAPABLE, open_at(copy, "g", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(open_at(copy, "f", 0, ALL, &fd));
	EXPECT(BADF, write_at(fd, "x")); /* the directory passes on reading only */
	OK(preview1_fd_renumber(copy, fd));
	EXPECT(NOTCAPABLE, preview1_path_unlink_file(fd, STRING("f")));
	/* numbers out of range */
	EXPECT(BADF, preview1_fd_renumber(fd, LIMIT));
	EXPECT(BADF, preview1_fd_renumber(fd, 0xffffffff));
	EXPECT(BADF, preview1_fd_renumber(0xffffffff, fd));
	EXPECT(BADF, preview1_fd_renumber(LIMIT - 1, fd));
	OK(preview1_fd_renumber(fd, 1000));
	EXPECT(NOTCAPABLE, preview1_path_unlink_file(1000, STRING("f")));
	return done();
}
