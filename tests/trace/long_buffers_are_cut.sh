# Of buffers the first bytes are shown, over all elements, and how many there are; of strings 64 bytes.
. "$SOURCE/tests/expect.sh"
name=$(printf 'n%.0s' $(seq 100))
module "(module
  (import \"wasi_snapshot_preview1\" \"fd_write\" (func \$write (param i32 i32 i32 i32) (result i32)))
  (import \"wasi_snapshot_preview1\" \"fd_read\" (func \$read (param i32 i32 i32 i32) (result i32)))
  (import \"wasi_snapshot_preview1\" \"path_unlink_file\" (func \$unlink (param i32 i32 i32) (result i32)))
  (memory (export \"memory\") 1)
  (data (i32.const 0) \"\\00\\04\\00\\00\\04\\00\\00\\00\\04\\04\\00\\00\\40\\00\\00\\00\")
  (data (i32.const 1024) \"abcdefghijklmnopqrstuvwxyz0123456789\")
  (data (i32.const 2048) \"$name\")
  (func (export \"_start\")
    (drop (call \$write (i32.const 1) (i32.const 0) (i32.const 2) (i32.const 32)))
    (drop (call \$write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
    (drop (call \$read (i32.const 0) (i32.const 0) (i32.const 2) (i32.const 32)))
    (drop (call \$unlink (i32.const 3) (i32.const 2048) (i32.const 100)))))"
printf 'from outside' >in
status 0 "$WASIX" run --trace m.wasm <in
shows() { grep -qF -- "$1" err || fail "the trace lacks: $1"; }
shows 'fd_write(fd=1, iovs=["abcdefghijklmnopqrstuvwxyz012345"...; 68 bytes in 2], nwritten=68) = 0'
shows 'fd_write(fd=1, iovs=["abcd"; 4 bytes in 1], nwritten=4) = 0'
shows 'fd_read(fd=0, iovs=["from outside"; 12 bytes in 2], nread=12) = 0'
shows "path_unlink_file(fd=3, path=\"$(printf 'n%.0s' $(seq 64))\"..., path_len=100) = "
