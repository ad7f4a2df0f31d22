// EXPECT: ok
// EXPECT-ERR: wasix_32v1.dl_invalid_handle is not implemented yet
// NATIVE: no, raw imports
/* a row without a handler links and answers NOTSUP */
#include "raw.h"

int
main(void)
{
	EXPECT(NOTSUP, wasix_dl_invalid_handle(1));
	EXPECT(NOTSUP, wasix_dl_invalid_handle(1));
	return done();
}
