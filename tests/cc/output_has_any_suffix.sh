# The output is written under the name that was asked for.
. "$SOURCE/tests/expect.sh"
hello
for name in a.out program x.exe x.js x.wasm; do
	"$WASIXCC" hello.c -o "$name"
	[ "$(head -c 4 "$name" | tr -d '\0')" = asm ] || fail "$name is no module"
done
rm a.out && "$WASIXCC" hello.c && [ -s a.out ] || fail "a.out"
"$WASIXCC" -ojoined hello.c && [ -s joined ] || fail "-ojoined"
