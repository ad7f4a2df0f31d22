# -c, -S, -E, -M and links in one step and in two, flags in any order.
. "$SOURCE/tests/expect.sh"
hello
"$WASIXCC" -o hello.o -c hello.c && [ -s hello.o ]
"$WASIXCC" hello.o -O2 -o two.wasm
status 0 "$WASIX" run two.wasm
says hello
"$WASIXCC" hello.c -S -o - | grep -q 'functype' || fail "-S gives no assembly"
"$WASIXCC" -E hello.c | grep -q 'puts("hello")' || fail "-E"
"$WASIXCC" -M hello.c | grep -q 'hello.o: hello.c' || fail "-M"
"$WASIXCC" hello.c -MMD -MF deps -c -o x.o && grep -q hello.c deps || fail "-MMD"
for flag in -g -O0 -O1 -O3 -Os -Oz -flto; do
	"$WASIXCC" $flag hello.c -o flag.wasm || fail "$flag"
	status 0 "$WASIX" run flag.wasm
	says hello
done
echo 'not C' >bad.c
status 1 "$WASIXCC" bad.c -o bad.wasm
[ ! -e bad.wasm ] || fail "output of a failed compile"
