. "$SOURCE/tests/expect.sh"

# Every prefix of a real module is refused, none crashes, none leaves output.
hello
size=$(wc -c <hello.wasm)
for cut in 1 4 7 8 9 20 100 $((size / 3)) $((size / 2)) $((size - 100)) $((size - 1)); do
	head -c "$cut" hello.wasm >m.wasm
	actual=0
	"$WASIX" run m.wasm >out 2>err || actual=$?
	case $actual in
	126) [ "$(wc -l <err)" = 1 ] || fail "cut at $cut: one line is expected" ;;
	0) [ "$cut" != 8 ] || continue ;; # only custom sections were cut
	*) fail "cut at $cut: exit status $actual" ;;
	esac
done
