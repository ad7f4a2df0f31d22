#!/bin/sh
# tty_get and tty_set on a real terminal (made by script(1)); the modes are back when the guest ends, also by a trap.
set -eu
command -v script >/dev/null || {
	echo "skipped: script(1) is not installed"
	exit 77
}
scratch=$TEST_SCRATCH/run/host.terminal
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
cat >tty.c <<'END'
#include "raw.h"

int
main(int argc, char **argv)
{
	struct abi_tty t, again;
	struct abi_fdstat s;

	OK(wasix_tty_get(&t));
	TRUE(t.cols == 97 && t.rows == 31);
	TRUE(t.stdin_tty == 1 && t.stdout_tty == 1 && t.echo == 1 && t.line_buffered == 1);
	OK(preview1_fd_fdstat_get(0, &s));
	TRUE(s.fs_filetype == ABI_FILETYPE_CHARACTER_DEVICE);
	TRUE((s.fs_rights_base & (ABI_RIGHTS_FD_SEEK | ABI_RIGHTS_FD_TELL)) == 0);
	t.echo = t.line_buffered = 0;
	t.line_feeds = 7; /* garbage counts as true */
	OK(wasix_tty_set(&t));
	OK(wasix_tty_get(&again));
	TRUE(again.echo == 0 && again.line_buffered == 0 && again.line_feeds == 1);
	done();
	fflush(stdout);
	if (argc > 1)
		__builtin_trap();
	return failures;
}
END
"$WASIXCC" -I"$SOURCE/tests/host" tty.c -o tty.wasm
"$WASIX" compile tty.wasm # now, so that no progress is shown later
cat >inside.sh <<'END'
stty cols 97 rows 31
before=$(stty -g)
"$WASIX" run tty.wasm
[ "$before" = "$(stty -g)" ] && echo restored
"$WASIX" run tty.wasm trap 2>/dev/null
[ "$before" = "$(stty -g)" ] && echo restored
END
script -qec "sh inside.sh" /dev/null </dev/null | tr -d '\r' >out
[ "$(cat out)" = "ok
restored
ok
restored" ] || {
	cat out
	exit 1
}
