. "$SOURCE/tests/expect.sh"
status 0 "$WASIXCC" --help
[ "$(wc -l <out)" -le 24 ] || fail "more than a screen"
says -- '-pthread' 2>/dev/null || grep -q pthread out || fail "help"
status 0 "$WASIXCC" --version
says clang
status 0 "$WASIXCC" -dumpmachine
says wasm32-wasmer-wasi
status 0 "$WASIXCC" -print-file-name=libc.a
[ -f "$(cat out)" ] || fail "libc.a is not there"
status 1 "$WASIXCC"
