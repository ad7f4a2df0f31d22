// EXPECT: ok
// NATIVE: no, raw imports
/* empty, too long, with NUL, outside of memory */
#include "raw.h"

int
main(void)
{
	static char name[5000];
	abi_fd fd;

	memset(name, 'x', sizeof name);
	EXPECT(NOENT, preview1_path_create_directory(ROOT, name, 0));
	OK(preview1_path_create_directory(ROOT, name, 255));
	EXPECT(NAMETOOLONG, preview1_path_create_directory(ROOT, name, 256));
	EXPECT(NAMETOOLONG, preview1_path_create_directory(ROOT, name, 5000));
	EXPECT(INVAL, preview1_path_create_directory(ROOT, "a\0b", 3));
	EXPECT(FAULT, preview1_path_create_directory(ROOT, (void *)0xffffffff, 2));
	EXPECT(FAULT, preview1_path_create_directory(ROOT, name, 0xffffffff));
	EXPECT(FAULT, preview1_path_open(ROOT, 0, STRING("f"), ABI_OFLAGS_CREAT, ALL, ALL, 0,
			      (void *)0xfffffffe));
	OK(open_at(ROOT, "f", 0, ALL, &fd)); /* it was made, but no number was kept */
	TRUE(fd == 4 || fd == 5);
	return done();
}
