. "$SOURCE/tests/expect.sh"

module "(module (func (export \"_start\") (loop br 0)))"
status 134 "$WASIX" run --timeout 0.2 m.wasm
one_line "--timeout"
