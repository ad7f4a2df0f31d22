// EXPECT: ok
// NATIVE: no, raw imports
// RUN: --dir=. --env=A=1 --env=B=x=y --env=A=2
// ARGS: one '' three
/* sizes, pointers and bytes */
#include "raw.h"

int
main(void)
{
	static char *pointers[8], bytes[256];
	abi_usize count, size;

	OK(preview1_args_sizes_get(&count, &size));
	TRUE(count == 4);
	OK(preview1_args_get(pointers, bytes));
	TRUE(strcmp(pointers[1], "one") == 0 && *pointers[2] == 0 &&
		strcmp(pointers[3], "three") == 0);
	TRUE(pointers[0] == bytes && pointers[3] + 6 == bytes + size);
	OK(preview1_environ_sizes_get(&count, &size));
	TRUE(count == 2 && size == sizeof "B=x=y" + sizeof "A=2");
	OK(preview1_environ_get(pointers, bytes));
	TRUE(strcmp(pointers[0], "B=x=y") == 0 && strcmp(pointers[1], "A=2") == 0);
	return done();
}
