// EXPECT: ok
// EXPECT-ERR: wasix_32v1.sock_open was refused: it needs net
// EXPECT-ERR: --net
// EXPECT-ERR: wasi.thread-spawn was refused: it needs threads
// EXPECT-ERR: wasix_32v1.clock_time_set was refused: it needs admin
// NATIVE: no, raw imports
/* calls whose capability was not granted */
#include "raw.h"

int
main(void)
{
	abi_fd fd;

	EXPECT(NOTCAPABLE, wasix_sock_open(ABI_ADDRESS_FAMILY_INET4, ABI_SOCK_TYPE_STREAM, 0, &fd));
	EXPECT(NOTCAPABLE, wasix_clock_time_set(0, 0));
	TRUE(wasi_as_thread_spawn(&fd) == -ABI_ERRNO_NOTCAPABLE);
	return done();
}
