# A path is shown as text, flags, enumerations and results by name.
. "$SOURCE/tests/expect.sh"
mkdir d
module '(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_seek" (func $seek (param i32 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 100) "note.txt")
  (func (export "_start")
    (drop (call $open (i32.const 4) (i32.const 1) (i32.const 100) (i32.const 8) (i32.const 9) (i64.const 0x46) (i64.const 0) (i32.const 0x101) (i32.const 0)))
    (drop (call $seek (i32.const 5) (i64.const -1) (i32.const 1) (i32.const 8)))
    (drop (call $seek (i32.const 5) (i64.const 7) (i32.const 0) (i32.const 8)))
    (drop (call $stat (i32.const 4) (i32.const 0) (i32.const 100) (i32.const 8) (i32.const 200)))))'
status 0 "$WASIX" run --dir d --trace m.wasm
shows() { grep -qF -- "$1" err || fail "the trace lacks: $1"; }
shows '2 wasi_snapshot_preview1.path_open(dirfd=4, dirflags=SYMLINK_FOLLOW, path="note.txt", oflags=CREAT|TRUNC, rights_base=0x46, rights_inheriting=0x0, fdflags=APPEND|0x100, opened_fd='
shows 'fd_seek(fd=5, offset=-1, whence=CUR, newoffset=0x8) = 28 INVAL'
shows 'fd_seek(fd=5, offset=7, whence=SET, newoffset=7) = 0'
shows 'path_filestat_get(fd=4, flags=0, path="note.txt", stat={dev='
shows ', filetype=REGULAR_FILE, nlink=1, size=0, atim='
[ "$(grep -cE '^[0-9]+\.[0-9]{6} 2 wasi_snapshot_preview1\.[a-z_]+\(.*\) = [0-9]+( [A-Z]+)?$' err)" = 4 ] || fail "four lines of one form are expected"
