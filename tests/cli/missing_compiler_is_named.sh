. "$SOURCE/tests/expect.sh"

hello
WASIX_COMPILER=/nonexistent/compiler status 126 "$WASIX" run --no-cache hello.wasm
one_line "/nonexistent/compiler"
