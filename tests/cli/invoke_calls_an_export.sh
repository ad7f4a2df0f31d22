. "$SOURCE/tests/expect.sh"

module "(module (func (export \"add\") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))"
status 0 "$WASIX" run --invoke add m.wasm 40 2
says 42
status 126 "$WASIX" run --invoke sub m.wasm 40 2
one_line "sub"
