// EXPECT: ok
// EXPECT-ERR: wasix_32v1.context_destroy is not implemented yet
// NATIVE: no, raw imports
/* a row without a handler links and answers NOTSUP */
#include "raw.h"

int
main(void)
{
	EXPECT(NOTSUP, wasix_context_destroy(1));
	EXPECT(NOTSUP, wasix_context_destroy(1));
	return done();
}
