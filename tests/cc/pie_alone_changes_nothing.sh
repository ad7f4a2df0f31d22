# Build systems say -pie of every program: only with -rdynamic, or a library among the files, is it one that loads libraries.
. "$SOURCE/tests/expect.sh"
cat >p.c <<'C'
int main(void) { return 3; }
C
cat >l.c <<'C'
int l;
C
"$WASIXCC" p.c -o other.wasm
mv other.wasm plain.wasm
for flags in -pie '-pie -fPIE -Wl,-pie' -rdynamic '-no-pie -rdynamic' '-Wl,-E' '-pie -rdynamic -static'; do
	# shellcheck disable=SC2086
	"$WASIXCC" $flags p.c -o other.wasm
	cmp plain.wasm other.wasm || fail "$flags changes the program"
done
for flags in '-pie -rdynamic' '-Wl,-pie,-E' '-pie -Wl,--export-dynamic' '-Wl,-pie -Xlinker -export-dynamic'; do
	# shellcheck disable=SC2086
	"$WASIXCC" $flags p.c -o other.wasm
	"$WASIX" inspect other.wasm >out
	says 'other.wasm: dynamic main module'
done
for flags in -shared -Wl,-shared '-shared -Wl,-soname,l.so -Wl,-rpath -Wl,/somewhere'; do
	# shellcheck disable=SC2086
	"$WASIXCC" $flags -fPIC l.c -o l.so
	"$WASIX" inspect l.so >out
	says 'l.so: dynamic library'
done
says 'in        /somewhere'
# what is undefined in a program is an error when it is linked, in a library when it is loaded
echo 'int nowhere(void); int main(void) { return nowhere(); }' >u.c
status 1 "$WASIXCC" -pie -rdynamic u.c -o u.wasm
grep -q 'undefined symbol: nowhere' err || fail "no word of the symbol"
status 0 "$WASIXCC" -shared -fPIC u.c -o u.so
