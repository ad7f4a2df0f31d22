. "$SOURCE/tests/expect.sh"

module "(module (memory 1) (func (export \"grow\") (param i32) (result i32) local.get 0 memory.grow))"
status 0 "$WASIX" run --max-memory 1M --invoke grow m.wasm 15
says 1
status 0 "$WASIX" run --max-memory 1M --invoke grow m.wasm 16
says -1
