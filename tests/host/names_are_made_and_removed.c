// EXPECT: ok
// NATIVE: no, raw imports
/* directories, files, renames, hard links and their errors */
#include "raw.h"

int
main(void)
{
	abi_fd fd;
	struct abi_filestat s;

	OK(preview1_path_create_directory(ROOT, STRING("d")));
	EXPECT(EXIST, preview1_path_create_directory(ROOT, STRING("d")));
	EXPECT(NOENT, preview1_path_create_directory(ROOT, STRING("no/d")));
	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT | ABI_OFLAGS_EXCL, ALL, &fd));
	EXPECT(EXIST, open_at(ROOT, "f", ABI_OFLAGS_CREAT | ABI_OFLAGS_EXCL, ALL, &fd));
	EXPECT(NOTDIR, open_at(ROOT, "f", ABI_OFLAGS_DIRECTORY, ALL, &fd));
	EXPECT(NOTDIR, open_at(ROOT, "f/", 0, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(ISDIR, open_at(ROOT, "new/", ABI_OFLAGS_CREAT, ALL, &fd));
	EXPECT(ISDIR, open_at(ROOT, "d", 0, ABI_RIGHTS_FD_WRITE, &fd));
	OK(preview1_path_link(ROOT, 0, STRING("f"), ROOT, STRING("d/g")));
	OK(preview1_path_filestat_get(ROOT, 0, STRING("d/g"), &s));
	TRUE(s.nlink == 2);
	OK(preview1_path_rename(ROOT, STRING("d/g"), ROOT, STRING("d/h")));
	EXPECT(NOTEMPTY, preview1_path_remove_directory(ROOT, STRING("d")));
	EXPECT(ISDIR, preview1_path_unlink_file(ROOT, STRING("d")));
	EXPECT(NOTDIR, preview1_path_remove_directory(ROOT, STRING("f")));
	EXPECT(NOTDIR, preview1_path_unlink_file(ROOT, STRING("f/")));
	OK(preview1_path_unlink_file(ROOT, STRING("d/h")));
	OK(preview1_path_remove_directory(ROOT, STRING("d/")));
	EXPECT(INVAL, preview1_path_remove_directory(ROOT, STRING(".")));
	EXPECT(BUSY, preview1_path_remove_directory(ROOT, STRING("/")));
	EXPECT(NOENT, preview1_path_filestat_get(ROOT, 0, STRING("d"), &s));
	return done();
}
