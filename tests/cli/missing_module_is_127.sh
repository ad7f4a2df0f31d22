. "$SOURCE/tests/expect.sh"

status 127 "$WASIX" run nowhere.wasm
one_line "nowhere.wasm"
