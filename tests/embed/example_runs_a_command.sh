#!/bin/sh
# The example runs a program of ours, which reads a file of the directory that it was given, and no other.
set -eu

command -v "$WASIXCC" >/dev/null || exit 77
[ -d "$BUILD/lib/wasix/sysroot" ] || {
	echo "SKIPPED: no sysroot was built"
	exit 77
}
scratch=$TEST_SCRATCH/embed-example
rm -rf "$scratch"
mkdir -p "$scratch/shared"
echo 'a line' >"$scratch/shared/file"
echo secret >"$scratch/hidden"
cat >"$scratch/guest.c" <<'END'
#include <errno.h>
#include <stdio.h>

int
main(void)
{
	char line[80] = "";
	FILE *f = fopen("/data/file", "r");
	if (!f || !fgets(line, sizeof line, f))
		return 1;
	fputs(line, stdout);
	if (fopen("/data/../hidden", "r") || fopen("/data/new", "w"))
		return 2;
	puts(errno == EROFS ? "read-only" : "?");
	return 3;
}
END
"$WASIXCC" "$scratch/guest.c" -o "$scratch/guest.wasm"
status=0
"$BUILD/examples/embed" "$scratch/guest.wasm" "$scratch/shared" >"$scratch/out" || status=$?
[ "$status" = 3 ]
printf 'a line\nread-only\n' | cmp - "$scratch/out"
