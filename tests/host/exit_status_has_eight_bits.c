// EXIT: 3
// NATIVE: no, raw imports
/* proc_exit with more */
#include "raw.h"

int
main(void)
{
	preview1_proc_exit(256 + 3);
	return done();
}
