// RUN: --dir=.::/rw --volume=.:/ro:ro
// EXPECT: ok
// NATIVE: no, raw imports
/* every call that changes a file or a name, by path and by descriptor, absolute, through links and through directories opened inside */
#include "../host/raw.h"

enum { RW = 4, RO = 5 };

static void
expect_refused(abi_fd dir, const char *file, const char *directory, const char *new)
{
	abi_fd fd;

	EXPECT(ROFS, open_at(dir, file, 0, ABI_RIGHTS_FD_WRITE, &fd));
	EXPECT(ROFS, open_at(dir, file, 0, ABI_RIGHTS_FD_ALLOCATE, &fd));
	EXPECT(ROFS, open_at(dir, file, 0, ABI_RIGHTS_FD_FILESTAT_SET_SIZE, &fd));
	EXPECT(ROFS, open_at(dir, file, ABI_OFLAGS_TRUNC, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(ROFS, open_at(dir, file, ABI_OFLAGS_TRUNC, 0, &fd));
	EXPECT(ROFS, open_at(dir, file, ABI_OFLAGS_CREAT | ABI_OFLAGS_TRUNC, ALL, &fd));
	EXPECT(ROFS, open_at(dir, new, ABI_OFLAGS_CREAT, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(ROFS, open_at(dir, new, ABI_OFLAGS_CREAT | ABI_OFLAGS_EXCL, ALL, &fd));
	EXPECT(ROFS, wasix_path_open2(dir, 1, STRING(file), ABI_OFLAGS_TRUNC, ALL, ALL, 0, 0, &fd));
	EXPECT(ROFS, wasix_path_open2(dir, 1, STRING(new), ABI_OFLAGS_CREAT, ALL, ALL, 0, 0, &fd));
	EXPECT(ROFS, preview1_path_create_directory(dir, STRING(new)));
	EXPECT(ROFS, preview1_path_remove_directory(dir, STRING(directory)));
	EXPECT(ROFS, preview1_path_unlink_file(dir, STRING(file)));
	EXPECT(ROFS, preview1_path_symlink(STRING("t"), dir, STRING(new)));
	EXPECT(ROFS, preview1_path_rename(dir, STRING(file), dir, STRING(new)));
	EXPECT(ROFS, preview1_path_rename(dir, STRING(file), RW, STRING("taken")));
	EXPECT(ROFS, preview1_path_rename(RW, STRING("f"), dir, STRING(new)));
	EXPECT(ROFS, preview1_path_link(dir, 0, STRING(file), dir, STRING(new)));
	EXPECT(ROFS, preview1_path_link(RW, 0, STRING("f"), dir, STRING(new)));
	EXPECT(XDEV, preview1_path_link(dir, 0, STRING(file), RW, STRING("taken")));
	EXPECT(ROFS, preview1_path_filestat_set_times(dir, 0, STRING(file), 1, 1, ABI_FSTFLAGS_ATIM | ABI_FSTFLAGS_MTIM));
	EXPECT(ROFS, preview1_path_filestat_set_times(dir, 1, STRING(file), 0, 0, ABI_FSTFLAGS_ATIM_NOW));
	EXPECT(ROFS, preview1_path_filestat_set_times(dir, 0, STRING(directory), 0, 0, ABI_FSTFLAGS_MTIM_NOW));
}

/* What was opened for reading changes nothing either, whatever rights were asked for. */
static void
expect_refused_by_descriptor(abi_fd fd)
{
	struct abi_ciovec v = { 1024, 1 };
	abi_usize n;
	const uint32_t got[] = {
		preview1_fd_write(fd, &v, 1, &n),
		preview1_fd_pwrite(fd, &v, 1, 0, &n),
		preview1_fd_allocate(fd, 0, 100),
		preview1_fd_filestat_set_size(fd, 0),
		preview1_fd_filestat_set_times(fd, 1, 1, ABI_FSTFLAGS_ATIM),
		preview1_fd_filestat_set_times(fd, 0, 0, ABI_FSTFLAGS_MTIM_NOW),
	};
	for (size_t i = 0; i < sizeof got / sizeof *got; i++)
		TRUE((got[i] & 0xffff) != 0);
}

static uint64_t
changed(const char *path)
{
	struct abi_filestat s = { 0 };
	OK(preview1_path_filestat_get(RW, 0, STRING(path), &s));
	return s.ctim;
}

int
main(void)
{
	const abi_rights reader = ALL & ~(abi_rights)(ABI_RIGHTS_FD_WRITE | ABI_RIGHTS_FD_ALLOCATE | ABI_RIGHTS_FD_FILESTAT_SET_SIZE);
	abi_fd fd, d;

	OK(preview1_path_create_directory(RW, STRING("d")));
	OK(preview1_path_create_directory(RW, STRING("d/e")));
	OK(open_at(RW, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(write_at(fd, "text"));
	OK(open_at(RW, "d/f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(preview1_path_symlink(STRING("d"), RW, STRING("dlink")));
	OK(preview1_path_symlink(STRING("/ro/f"), RW, STRING("to_ro")));
	uint64_t root = changed("."), file = changed("f"), directory = changed("d");

	expect_refused(RO, "f", "d", "new");
	expect_refused(RO, "/ro/f", "/ro/d", "/ro/new");
	expect_refused(RO, "d/../f", "./d", "d/../new");
	expect_refused(RO, "d/f", "d/e", "d/new");
	expect_refused(RO, "dlink/f", "dlink/e", "dlink/new");
	expect_refused(RW, "../ro/f", "../ro/d", "../ro/new");
	EXPECT(ROFS, open_at(RW, "to_ro", 0, ABI_RIGHTS_FD_WRITE, &fd));
	EXPECT(ROFS, open_at(RW, "to_ro", ABI_OFLAGS_TRUNC, ABI_RIGHTS_FD_READ, &fd));
	OK(open_at(RO, "d", ABI_OFLAGS_DIRECTORY, ALL, &d));
	expect_refused(d, "f", "e", "new");
	expect_refused(d, "../f", "../d", "../new");
	expect_refused_by_descriptor(d);
	expect_refused_by_descriptor(RO);
	OK(open_at(RO, "f", 0, reader, &fd));
	expect_refused_by_descriptor(fd);
	OK(open_at(RO, "f", ABI_OFLAGS_CREAT, reader, &fd)); /* it exists */
	expect_refused_by_descriptor(fd);
	TRUE(changed(".") == root && changed("f") == file && changed("d") == directory);
	return done();
}
