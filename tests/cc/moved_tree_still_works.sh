. "$SOURCE/tests/expect.sh"
prefix=$(dirname "$(dirname "$WASIXCC")")
mkdir -p moved/bin moved/lib/wasix
cp "$prefix/bin/wasix" moved/bin
ln -s wasix moved/bin/wasixcc
cp -r "$prefix/lib/wasix/sysroot/." moved/lib/wasix/sysroot
hello
rm hello.wasm
moved/bin/wasixcc hello.c -o hello.wasm
moved/bin/wasix cc hello.c -o two.wasm
"$WASIXCC" -M hello.c >/dev/null
moved/bin/wasixcc -M hello.c | grep -q "$(pwd)/moved" || fail "took another sysroot"
rm -r moved/lib
status 1 moved/bin/wasixcc hello.c
one_line 'no sysroot'
status 0 env WASIX_SYSROOT="$prefix/lib/wasix/sysroot" moved/bin/wasixcc hello.c -o three.wasm
status 1 env WASIX_CLANG=/no/such/clang "$WASIXCC" hello.c
one_line 'cannot run /no/such/clang'
