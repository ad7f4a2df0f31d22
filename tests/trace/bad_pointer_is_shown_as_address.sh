# An address outside memory is printed, not followed; the guest gets its FAULT as without a trace.
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\f0\ff\ff\ff\10\00\00\00")
  (func (export "_start")
    (drop (call $unlink (i32.const 3) (i32.const 0xfffffff0) (i32.const 16)))
    (drop (call $unlink (i32.const 3) (i32.const 65535) (i32.const 2)))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const -1) (i32.const 8)))
    (drop (call $poll (i32.const 65530) (i32.const 0) (i32.const 0x20000000) (i32.const 8)))
    (drop (call $time (i32.const 0) (i64.const 1) (i32.const -4)))))'
status 0 "$WASIX" run --trace m.wasm
shows() { grep -qF -- "$1" err || fail "the trace lacks: $1"; }
shows 'path_unlink_file(fd=3, path=0xfffffff0 (outside memory), path_len=16) = 21 FAULT'
shows 'path_unlink_file(fd=3, path=0xffff (outside memory), path_len=2) = 21 FAULT'
shows 'fd_write(fd=1, iovs=0x0 (outside memory), iovs_len=1, nwritten=0x8) = 21 FAULT'
shows 'fd_write(fd=1, iovs=0x0 (too many), iovs_len=4294967295, nwritten=0x8) = 28 INVAL'
shows 'poll_oneoff(in=0xfffa (outside memory), out=0x0, nsubscriptions=536870912, nevents=0x8) = '
shows 'clock_time_get(clock_id=REALTIME, precision=1ns, time=0xfffffffc) = 21 FAULT'
