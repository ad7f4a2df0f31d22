// RUN: --dir=.::/data
// EXPECT: ok
// NATIVE: no, raw imports
/* ".." first, in the middle, last, doubled, with slashes and dots around it, from the root, from the mount and from a directory opened inside */
#include "../host/raw.h"

enum { DATA = 4 };

/* guest.wasm lies beside the mounted directory on the host. */
static const char *const OUT[] = { "../guest.wasm", "..//guest.wasm", "./../guest.wasm", "d/../../guest.wasm",
	"d/.././../guest.wasm", "d/e/../../../guest.wasm", "/data/../guest.wasm", "/../guest.wasm",
	"/data/d/../../../guest.wasm", "d/../../data/../guest.wasm", "../../../../../../../../../../etc/passwd",
	"/../../../etc/passwd", "../data/../guest.wasm", "d//..//..//guest.wasm", "../guest", "../native", "/data/../stdin" };

/* These come back to the mount's own files. */
static const char *const IN[] = { "d/../f", "../data/f", "/data/../data/f", "/../../data/f", "d/e/../../f", "../../data/d/../f",
	"./d/./.././f", "d/e/../e/../../f" };

static void
try_all(abi_fd dir, int relative_is_data)
{
	struct abi_filestat s;
	abi_fd fd;

	for (size_t i = 0; i < sizeof OUT / sizeof *OUT; i++) {
		EXPECT(NOENT, open_at(dir, OUT[i], 0, ABI_RIGHTS_FD_READ, &fd));
		EXPECT(NOENT, preview1_path_filestat_get(dir, 1, STRING(OUT[i]), &s));
	}
	for (size_t i = 0; relative_is_data && i < sizeof IN / sizeof *IN; i++) {
		OK(preview1_path_filestat_get(dir, 1, STRING(IN[i]), &s));
		TRUE(s.size == 4);
	}
}

/* As the last component it is a directory above, or the root itself. */
static void
try_last(abi_fd dir, const char *path, uint64_t inode)
{
	struct abi_filestat s;
	OK(preview1_path_filestat_get(dir, 0, STRING(path), &s));
	TRUE(s.filetype == ABI_FILETYPE_DIRECTORY && s.ino == inode);
}

int
main(void)
{
	struct abi_filestat root, data;
	abi_fd fd, d;

	OK(open_at(DATA, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(write_at(fd, "text"));
	OK(preview1_path_create_directory(DATA, STRING("d")));
	OK(preview1_path_create_directory(DATA, STRING("d/e")));
	OK(open_at(DATA, "d/e", ABI_OFLAGS_DIRECTORY, ALL, &d));
	try_all(ROOT, 0);
	try_all(DATA, 1);
	EXPECT(NOENT, open_at(d, "../../../guest.wasm", 0, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(NOENT, open_at(d, "../../../../etc/passwd", 0, ABI_RIGHTS_FD_READ, &fd));
	OK(open_at(d, "../../f", 0, ABI_RIGHTS_FD_READ, &fd));
	OK(preview1_fd_filestat_get(ROOT, &root));
	OK(preview1_fd_filestat_get(DATA, &data));
	try_last(DATA, "..", root.ino);
	try_last(DATA, "../..", root.ino);
	try_last(DATA, "../../..", root.ino);
	try_last(ROOT, "/..", root.ino);
	try_last(ROOT, "data/d/..", data.ino);
	try_last(d, "../..", data.ino);
	try_last(d, "../../../", root.ino);
	EXPECT(ISDIR, preview1_path_unlink_file(DATA, STRING("..")));
	EXPECT(NOTEMPTY, preview1_path_remove_directory(DATA, STRING("..")));
	EXPECT(BUSY, preview1_path_rename(DATA, STRING(".."), DATA, STRING("x")));
	EXPECT(BUSY, preview1_path_rename(DATA, STRING("d"), DATA, STRING("..")));
	return done();
}
