. "$SOURCE/tests/expect.sh"

hello
status 126 "$WASIX" run --volme=a:b hello.wasm
one_line "--volume"
