// EXIT: 134
// EXPECT-ERR: wasix_32v1.stack_restore is not implemented yet
// NATIVE: no, raw imports
/* a function that cannot answer ends the guest with a clear text */
#include "raw.h"

int
main(void)
{
	wasix_stack_restore(NULL, 1);
	return done();
}
