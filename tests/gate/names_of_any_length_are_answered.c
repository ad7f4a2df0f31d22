// EXPECT: ok
// NATIVE: no, raw imports
/* NUL inside, 255 and 256 bytes, PATH_MAX with and without room for the end, for every call that takes a path */
#include "../host/raw.h"

static char name[8192];
static struct abi_filestat stat_of;
static abi_fd fd;
static abi_usize n;

/* Each call on the first len bytes of name; those that make something undo it. */
static void
expect_all(uint32_t want, abi_usize len)
{
	static char buffer[8];
	const uint32_t got[] = {
		preview1_path_open(ROOT, 1, name, len, 0, ABI_RIGHTS_FD_READ, 0, 0, &fd),
		preview1_path_open(ROOT, 1, name, len, ABI_OFLAGS_CREAT, ALL, 0, 0, &fd),
		preview1_path_filestat_get(ROOT, 0, name, len, &stat_of),
		preview1_path_filestat_set_times(ROOT, 0, name, len, 1, 1, ABI_FSTFLAGS_ATIM),
		preview1_path_create_directory(ROOT, name, len),
		preview1_path_remove_directory(ROOT, name, len),
		preview1_path_unlink_file(ROOT, name, len),
		preview1_path_readlink(ROOT, name, len, buffer, sizeof buffer, &n),
		preview1_path_symlink(STRING("t"), ROOT, name, len),
		preview1_path_rename(ROOT, STRING("f"), ROOT, name, len),
		preview1_path_rename(ROOT, name, len, ROOT, STRING("g")),
		preview1_path_link(ROOT, 0, STRING("f"), ROOT, name, len),
		preview1_path_link(ROOT, 0, name, len, ROOT, STRING("g")),
		wasix_path_open2(ROOT, 1, name, len, 0, ABI_RIGHTS_FD_READ, 0, 0, 0, &fd),
		wasix_chdir(name, len),
	};
	for (size_t i = 0; i < sizeof got / sizeof *got; i++)
		expect_errno(want, got[i], "call", (int)i);
}

int
main(void)
{
	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	memset(name, 'x', sizeof name);
	/* one byte too many for a name, first, in the middle and last */
	expect_all(ABI_ERRNO_NAMETOOLONG, 256);
	name[256] = '/';
	expect_all(ABI_ERRNO_NAMETOOLONG, 258);
	memcpy(name, "./", 2);
	name[256] = 'x';
	expect_all(ABI_ERRNO_NAMETOOLONG, 258);
	/* a path of 4096 bytes has no room for its end; of many slashes too */
	for (size_t i = 0; i < sizeof name; i += 2)
		memcpy(name + i, "./", 2);
	expect_all(ABI_ERRNO_NAMETOOLONG, 4096);
	expect_all(ABI_ERRNO_NAMETOOLONG, 4097);
	expect_all(ABI_ERRNO_NAMETOOLONG, 8192);
	/* 4095 fit */
	name[4094] = 'f';
	OK(preview1_path_filestat_get(ROOT, 0, name, 4095, &stat_of));
	TRUE(stat_of.filetype == ABI_FILETYPE_REGULAR_FILE);
	OK(preview1_path_open(ROOT, 1, name, 4095, 0, ABI_RIGHTS_FD_READ, 0, 0, &fd));
	/* 255 fit into a name */
	memset(name, 'x', sizeof name);
	OK(preview1_path_create_directory(ROOT, name, 255));
	OK(preview1_path_filestat_get(ROOT, 0, name, 255, &stat_of));
	OK(preview1_path_remove_directory(ROOT, name, 255));
	/* NUL at the start, inside, at the end */
	memcpy(name, "f", 2);
	expect_all(ABI_ERRNO_INVAL, 2);
	expect_all(ABI_ERRNO_INVAL, 3);
	name[0] = 0;
	expect_all(ABI_ERRNO_INVAL, 1);
	expect_all(ABI_ERRNO_INVAL, 255);
	EXPECT(INVAL, preview1_path_symlink("t\0t", 3, ROOT, STRING("l")));
	EXPECT(NAMETOOLONG, preview1_path_symlink(memset(name, 'x', 4096), 4096, ROOT, STRING("l")));
	OK(preview1_path_symlink(name, 4095, ROOT, STRING("l")));
	EXPECT(NAMETOOLONG, open_at(ROOT, "l", 0, ABI_RIGHTS_FD_READ, &fd));
	/* nothing at all */
	expect_all(ABI_ERRNO_NOENT, 0);
	return done();
}
