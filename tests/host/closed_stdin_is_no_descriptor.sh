#!/bin/sh
# A standard descriptor that is closed at the start does not become some file of the runtime's own.
set -eu
scratch=$TEST_SCRATCH/run/host.closed_stdin
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
cat >closed.c <<'END'
#include "raw.h"

int
main(void)
{
	struct abi_fdstat s;
	abi_fd fd;

	EXPECT(BADF, preview1_fd_fdstat_get(0, &s));
	OK(preview1_fd_fdstat_get(1, &s));
	OK(open_at(ROOT, "closed.c", 0, ABI_RIGHTS_FD_READ, &fd));
	TRUE(fd == 0);
	return done();
}
END
"$WASIXCC" -I"$SOURCE/tests/host" closed.c -o closed.wasm
"$WASIX" run --dir=. closed.wasm <&- >out
[ "$(cat out)" = ok ] || {
	cat out
	exit 1
}
