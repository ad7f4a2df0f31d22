. "$SOURCE/tests/expect.sh"

hello
status 126 "$WASIX" run --frobnicate hello.wasm
one_line "--frobnicate"
status 2 "$WASIX" inspect --frobnicate hello.wasm
one_line "--frobnicate"
