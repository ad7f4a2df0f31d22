// EXIT: 134
// EXPECT-ERR: wasix_32v1.proc_exec is not implemented yet
// NATIVE: no, raw imports
/* a function that cannot answer ends the guest with a clear text */
#include "raw.h"

int
main(void)
{
	wasix_proc_exec(STRING("x"), STRING(""));
	return done();
}
