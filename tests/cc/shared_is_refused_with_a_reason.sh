. "$SOURCE/tests/expect.sh"
hello
for flag in -shared -Wl,-shared; do
	status 1 "$WASIXCC" $flag hello.c -o hello.so
	one_line 'dynamic libraries are not there yet'
	[ ! -e hello.so ] || fail "wrote hello.so"
done
