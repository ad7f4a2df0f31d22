. "$SOURCE/tests/expect.sh"

module '(module)'
status 2 "$WASIX" m.wasm
one_line "wasix run m.wasm"
status 2 "$WASIX" inspct m.wasm
one_line "inspect was meant?"
