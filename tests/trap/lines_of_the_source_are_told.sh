. "$SOURCE/tests/expect.sh"
cat >t.c <<'C'
__attribute__((noinline)) static int inner(int n)
{
	if (n > 2)
		__builtin_trap();
	return n;
}

__attribute__((noinline)) static int outer(int n)
{
	int a = inner(n);
	return a +
	       inner(n + 5);
}

int main(int argc, char **argv)
{
	return outer(argc);
}
C
# both kinds of tables; the line of a frame is its call's
for version in 4 5; do
	"$WASIXCC" -g -gdwarf-$version t.c -o t.wasm
	status 134 "$WASIX" run t.wasm
	sed -n 's/^  at .* in \([a-z]*\) .*, .*\(t\.c:[0-9]*\)$/\1 \2/p' err >lines
	printf 'inner t.c:4\nouter t.c:12\nmain t.c:17\n' | diff -u - lines || fail "DWARF $version"
done
# without tables nothing is told
"$WASIXCC" t.c -o t.wasm
status 134 "$WASIX" run t.wasm
if grep -q 't\.c' err; then fail "lines without tables"; fi
