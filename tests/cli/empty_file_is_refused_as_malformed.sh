. "$SOURCE/tests/expect.sh"

: >m.wasm
status 126 "$WASIX" run m.wasm
one_line "malformed"
