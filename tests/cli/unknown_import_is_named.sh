. "$SOURCE/tests/expect.sh"

# An import nobody offers.
module "(module (import \"env\" \"nobody\" (func)) (func (export \"_start\")))"
status 126 "$WASIX" run m.wasm
one_line "nobody"
