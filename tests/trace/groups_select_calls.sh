# A group is how a call's name begins, or a capability; the others are not shown. Unknown ones are refused.
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
  (import "wasix_32v1" "proc_id" (func $id (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "gone")
  (func (export "_start")
    (drop (call $close (i32.const 77)))
    (drop (call $yield))
    (drop (call $unlink (i32.const 3) (i32.const 0) (i32.const 4)))
    (drop (call $id (i32.const 16)))))'
# shown GROUPS CALL...: exactly these calls
shown() {
	status 0 "$WASIX" run "--trace=$1" m.wasm
	shift
	actual=$(sed 's/.*\.\([a-z_]*\)(.*/\1/' err | tr '\n' ' ')
	[ "$actual" = "$* " ] || fail "shown is '$actual', expected '$*'"
}
shown fd fd_close
shown fd_close,sched fd_close sched_yield
shown fs path_unlink_file
shown process,path path_unlink_file proc_id
shown '' fd_close sched_yield path_unlink_file proc_id
status 126 "$WASIX" run --trace=fd,paht m.wasm
one_line "trace group 'paht': neither the start of a call's name nor a capability"
status 0 "$WASIX" run --trace=net m.wasm
[ ! -s err ] || fail "no line is expected"
