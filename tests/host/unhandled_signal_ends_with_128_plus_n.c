// EXIT: 143
// NATIVE: no, raw imports
/* proc_raise without a handler */
#include "raw.h"

int
main(void)
{
	OK(preview1_proc_raise(ABI_SIGNAL_TERM));
	return done();
}
