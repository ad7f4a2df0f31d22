. "$SOURCE/tests/expect.sh"

module "(module (func (export \"_start\") i32.add drop))"
status 126 "$WASIX" run m.wasm
one_line "offset 0x"
grep -q "invalid" err || fail "the stage is not named"
