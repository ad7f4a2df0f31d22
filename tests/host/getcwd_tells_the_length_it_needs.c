// EXPECT: ok
// NATIVE: no, raw imports
// RUN: --dir=. --cwd=/home
/* capacity in, length out */
#include "raw.h"

int
main(void)
{
	char path[16] = "xxxxxxxxxxxxxxx";
	abi_usize len = 2;

	EXPECT(RANGE, wasix_getcwd(path, &len));
	TRUE(len == 5);
	OK(wasix_getcwd(path, &len));
	TRUE(memcmp(path, "/homexxx", 8) == 0);
	len = sizeof path;
	OK(wasix_getcwd(path, &len));
	TRUE(len == 5 && strcmp(path, "/home") == 0 && path[15] == 0);
	OK(preview1_path_create_directory(4, STRING("d")));
	OK(wasix_chdir(STRING("d/../d")));
	len = sizeof path;
	OK(wasix_getcwd(path, &len));
	TRUE(strcmp(path, "/home/d") == 0);
	EXPECT(NOENT, wasix_chdir(STRING("none")));
	return done();
}
