. "$SOURCE/tests/expect.sh"

hello
status 0 "$WASIX" inspect --json hello.wasm
grep -q "\"flags\": \[\]" out || fail "hello should need no flag"
