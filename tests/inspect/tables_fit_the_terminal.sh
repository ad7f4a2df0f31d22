. "$SOURCE/tests/expect.sh"

command -v script >/dev/null || skip "script (Debian's bsdutils) is not installed"
cat >m.c <<END
#include <stdio.h>
int main(int argc, char **argv) { return fopen(argv[1], "r") == NULL; }
END
"$WASIXCC" -Os m.c -o m.wasm
for columns in 60 80 120; do
	for command in "inspect m.wasm" "inspect --why path_open m.wasm" "abi path_open"; do
		script -qec "stty cols $columns; $WASIX $command" /dev/null >out </dev/null || skip "no terminal can be made"
		[ "$(tr -d '\r' <out | wc -L)" -le "$columns" ] || fail "wasix $command is wider than $columns columns"
	done
done
"$WASIX" inspect m.wasm >out
[ "$(wc -L <out)" -le 80 ] || fail "piped, it is wider than 80 columns"
