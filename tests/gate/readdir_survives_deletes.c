// EXPECT: ok
// NATIVE: no, raw imports
/* entries come and go while a directory is listed in pieces: what stays is seen once, and no cookie, true or made up, breaks anything */
#include "../host/raw.h"

enum { FILES = 300 };

static int seen[FILES];

/* Takes the whole entries of a piece; the result is the cookie to go on with, *any tells of an entry. */
static uint64_t
take_piece(const char *buffer, abi_usize used, uint64_t cookie, int *any)
{
	*any = 0;
	for (abi_usize at = 0; at + sizeof(struct abi_dirent) <= used;) {
		struct abi_dirent d;
		memcpy(&d, buffer + at, sizeof d);
		if (at + sizeof d + d.d_namlen > used)
			break;
		char name[256] = { 0 };
		memcpy(name, buffer + at + sizeof d, d.d_namlen);
		if (name[0] == 'f')
			seen[atoi(name + 1)]++;
		at += sizeof d + d.d_namlen;
		cookie = d.d_next;
		*any = 1;
	}
	return cookie;
}

int
main(void)
{
	static char buffer[512];
	char name[16];
	abi_usize used;
	abi_fd dir, fd;
	uint64_t cookie = 0;
	int any = 1;

	OK(preview1_path_create_directory(ROOT, STRING("d")));
	OK(open_at(ROOT, "d", ABI_OFLAGS_DIRECTORY, ALL, &dir));
	for (int i = 0; i < FILES; i++) {
		sprintf(name, "f%d", i);
		OK(open_at(dir, name, ABI_OFLAGS_CREAT, ALL, &fd));
		OK(preview1_fd_close(fd));
	}
	for (int round = 0; any; round++) {
		OK(preview1_fd_readdir(dir, buffer, sizeof buffer, cookie, &used));
		cookie = take_piece(buffer, used, cookie, &any);
		sprintf(name, "f%d", 2 * round + 1); /* odd ones go */
		(void)preview1_path_unlink_file(dir, STRING(name));
	}
	for (int i = 0; i < FILES; i += 2)
		TRUE(seen[i] == 1);
	static const uint64_t ODD[] = { 1, 2, 3, 12345, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x7fffffffffffffff,
		0x8000000000000000, 0x8000000000000001, 0xfffffffffffffffe, 0xffffffffffffffff };
	for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++) {
		uint32_t e = preview1_fd_readdir(dir, buffer, sizeof buffer, ODD[i], &used) & 0xffff;
		TRUE(e == 0 || e == ABI_ERRNO_INVAL);
	}
	OK(preview1_fd_readdir(dir, buffer, 0, 0, &used));
	TRUE(used == 0);
	OK(preview1_fd_readdir(dir, buffer, 1, 0, &used));
	TRUE(used == 1);
	EXPECT(FAULT, preview1_fd_readdir(dir, (void *)0xfffffff0, 64, 0, &used));
	/* the directory itself goes */
	for (int i = 0; i < FILES; i++) {
		sprintf(name, "f%d", i);
		(void)preview1_path_unlink_file(dir, STRING(name));
	}
	OK(preview1_path_remove_directory(ROOT, STRING("d")));
	uint32_t e = preview1_fd_readdir(dir, buffer, sizeof buffer, 0, &used) & 0xffff;
	TRUE(e == ABI_ERRNO_NOENT || (e == 0 && used == 0));
	EXPECT(NOENT, open_at(dir, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	return done();
}
