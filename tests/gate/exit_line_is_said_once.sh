# A call that is refused a thousand times is one line; what was granted or not called is none.
. "$SOURCE/tests/gate/kernel.inc"

cat >often.c <<'C'
#include "raw.h"
int
main(int argc, char **argv)
{
	abi_fd fd;
	for (int i = 0; i < 1000; i++)
		EXPECT(NOTCAPABLE, wasix_sock_open(0, 0, 0, &fd));
	TRUE(wasi_as_thread_spawn(&fd) == -ABI_ERRNO_NOTCAPABLE || argc > 9);
	return done();
}
C
guest often.c
watch often -- often
says ok
[ "$(wc -l <err)" = 2 ] || fail "two lines are expected"
[ "$(grep -c 'wasix_32v1.sock_open was refused: it needs net' err)" = 1 ] || fail "sock_open is not said once"
[ "$(grep -c 'wasi.thread-spawn was refused: it needs threads' err)" = 1 ] || fail "thread-spawn is not said once"
