# A name has 254 bytes at most and perhaps a dot; what ends in .localhost is answered without a server, whatever its length.
. "$SOURCE/tests/expect.sh"
# resolve LENGTH END: the status is the errno for that many bytes, the last ones being END
resolve() {
	module "(module
  (import \"wasix_32v1\" \"resolve\" (func \$resolve (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import \"wasi_snapshot_preview1\" \"proc_exit\" (func \$exit (param i32)))
  (memory (export \"memory\") 1)
  (data (i32.const $((1024 + $1 - ${#2}))) \"$2\")
  (func (export \"_start\")
    (memory.fill (i32.const 1024) (i32.const 97) (i32.const $(($1 - ${#2}))))
    (call \$exit (call \$resolve (i32.const 1024) (i32.const $1) (i32.const 0) (i32.const 4096) (i32.const 4) (i32.const 8)))))"
}
resolve 254 .localhost
status 0 "$WASIX" run --net m.wasm
resolve 255 .localhost.
status 0 "$WASIX" run --net m.wasm
resolve 255 .localhost
status 44 "$WASIX" run --net m.wasm
resolve 256 .localhost
status 44 "$WASIX" run --net m.wasm
