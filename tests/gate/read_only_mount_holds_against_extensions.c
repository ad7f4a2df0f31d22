// RUN: --dir=.::/rw --volume=.:/ro:ro
// EXPECT: ok
// NATIVE: no, raw imports
/* each extension that changes a file, a name or an attribute: by path, through a link, by descriptor, and by memory that is mapped */
#include "../host/raw_extension.h"

#include <errno.h>

LISTS(openat);
LISTS(fchmodat);
LISTS(fchownat);
LISTS(utimensat);
LISTS(mkdirat);
LISTS(mknodat);
LISTS(renameat2);
LISTS(linkat);
LISTS(fallocate);
LISTS(copy_file_range);
LISTS(mmap);

enum { RW = 4, RO = 5, PAGE = 4096 };
enum { WRONLY = 1, RDWR = 2, CREAT = 0100, EXCL = 0200, TRUNC = 01000, PATH = 010000000, TMPFILE = 020200000 };
enum { NOREPLACE = 1, EXCHANGE = 2, PROT_R = 1, PROT_RW = 3, FIFO = 0010000, REGULAR = 0100000 };

static _Alignas(PAGE) char page[PAGE];

#define PATH_OF(text) (intptr_t)(text), (int64_t)strlen(text)
#define REFUSED(call) expect_refused((call), #call, __LINE__)

/* With the errno of a read-only file system, or that of a descriptor which was opened for reading or is a directory's. */
static void
expect_refused(int64_t got, const char *what, int line)
{
	if (got == -EROFS || got == -EBADF || got == -EACCES || got == -EISDIR || got == -ENODEV)
		return;
	printf("line %d: %s is %lld\n", line, what, (long long)got);
	failures++;
}

static void
by_path(abi_fd dir, const char *file, const char *directory, const char *new)
{
	const int64_t lengths = (int64_t)(strlen(file) | (uint64_t)strlen(new) << 32);
	const int64_t back = (int64_t)(strlen("f") | (uint64_t)strlen(new) << 32);
	const int64_t out = (int64_t)(strlen(file) | (uint64_t)strlen("taken") << 32);

	REFUSED(RAW(openat, dir, PATH_OF(file), WRONLY, 0));
	REFUSED(RAW(openat, dir, PATH_OF(file), RDWR, 0));
	REFUSED(RAW(openat, dir, PATH_OF(file), TRUNC, 0));
	REFUSED(RAW(openat, dir, PATH_OF(new), CREAT | EXCL, 0600));
	REFUSED(RAW(openat, dir, PATH_OF(directory), TMPFILE | RDWR, 0600));
	REFUSED(RAW(fchmodat, dir, PATH_OF(file), 0700, 0));
	REFUSED(RAW(fchmodat, dir, PATH_OF(directory), 0755, 0x100));
	REFUSED(RAW(fchownat, dir, PATH_OF(file), -1, -1, 0));
	REFUSED(RAW(utimensat, dir, PATH_OF(file), 0, 0));
	REFUSED(RAW(mkdirat, dir, PATH_OF(new), 0777));
	REFUSED(RAW(mknodat, dir, PATH_OF(new), FIFO | 0600, 0));
	REFUSED(RAW(mknodat, dir, PATH_OF(new), REGULAR | 0600, 0));
	REFUSED(RAW(renameat2, dir, (intptr_t)file, dir, (intptr_t) new, lengths, 0));
	REFUSED(RAW(renameat2, dir, (intptr_t)file, dir, (intptr_t) new, lengths, NOREPLACE));
	REFUSED(RAW(renameat2, dir, (intptr_t)file, RW, (intptr_t)"taken", out, 0));
	REFUSED(RAW(renameat2, RW, (intptr_t)"f", dir, (intptr_t) new, back, 0));
	REFUSED(RAW(renameat2, RW, (intptr_t)"f", dir, (intptr_t)file, (int64_t)(1 | (uint64_t)strlen(file) << 32), EXCHANGE));
}

static void
by_descriptor(abi_fd fd, abi_fd writable)
{
	REFUSED(RAW(fchmodat, fd, 0, 0, 0700, 0));
	REFUSED(RAW(fchownat, fd, 0, 0, -1, -1, 0));
	REFUSED(RAW(utimensat, fd, 0, 0, 0, 0));
	REFUSED(RAW(fallocate, fd, 0, 0, 100));
	REFUSED(RAW(copy_file_range, writable, 0, fd, 0, 4, 0));
	REFUSED(RAW(linkat, fd, RO, PATH_OF("new")));
	REFUSED(RAW(mmap, (intptr_t)page, PAGE, PROT_RW, fd, 0));
}

static int64_t
changed(const char *path)
{
	struct abi_filestat s = { 0 };
	OK(preview1_path_filestat_get(RW, 0, STRING(path), &s));
	return (int64_t)s.ctim;
}

int
main(void)
{
	abi_fd fd, d;
	abi_usize n;
	char text[8] = "";

	OK(preview1_path_create_directory(RW, STRING("d")));
	OK(preview1_path_create_directory(RW, STRING("d/e")));
	OK(open_at(RW, "d/f", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(preview1_path_symlink(STRING("d"), RW, STRING("dlink")));
	abi_fd writable;
	OK(open_at(RW, "f", ABI_OFLAGS_CREAT, ALL, &writable));
	OK(write_at(writable, "text"));
	int64_t root = changed("."), file = changed("f"), directory = changed("d");

	by_path(RO, "f", "d", "new");
	by_path(RO, "/ro/f", "/ro/d", "/ro/new");
	by_path(RO, "dlink/f", "dlink/e", "dlink/../new");
	by_path(RW, "../ro/d/f", "../ro/d/e", "../ro/d/new");
	OK(open_at(RO, "d", ABI_OFLAGS_DIRECTORY, ALL, &d));
	by_path(d, "f", "e", "new");
	by_descriptor(d, writable);

	int64_t reader = RAW(openat, RO, PATH_OF("f"), 0, 0);
	TRUE(reader >= 0);
	by_descriptor((abi_fd)reader, writable);
	int64_t path = RAW(openat, RO, PATH_OF("f"), PATH, 0);
	TRUE(path >= 0);
	by_descriptor((abi_fd)path, writable);

	/* mapped to be read, the memory is still the guest's, and what it writes stays there */
	TRUE(RAW(mmap, (intptr_t)page, PAGE, PROT_R, reader, 0) == 0);
	TRUE(memcmp(page, "text", 4) == 0);
	memcpy(page, "mine", 4);
	OK(preview1_fd_seek(writable, 0, ABI_WHENCE_SET, &(abi_filesize){ 0 }));
	OK(read_at(writable, text, 4, &n));
	TRUE(memcmp(text, "text", 4) == 0);

	TRUE(changed(".") == root && changed("f") == file && changed("d") == directory);
	/* and what was only started with is not the guest's to change */
	TRUE(RAW(fchmodat, 0, 0, 0, 0700, 0) == -EPERM);
	TRUE(RAW(fchownat, 1, 0, 0, -1, -1, 0) == -EPERM);
	return done();
}
