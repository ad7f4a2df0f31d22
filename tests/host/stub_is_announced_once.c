// EXPECT: ok
// EXPECT-ERR: wasix_32v1.epoll_create is not implemented yet
// NATIVE: no, raw imports
/* a row without a handler links and answers NOTSUP */
#include "raw.h"

int
main(void)
{
	abi_fd fd;

	EXPECT(NOTSUP, wasix_epoll_create(&fd));
	EXPECT(NOTSUP, wasix_epoll_create(&fd));
	return done();
}
