# What stack_checkpoint calls is the guest's: whatever it does, the runtime stays whole, and an exit, a trap or an exec in it ends the
# guest as elsewhere.
. "$SOURCE/tests/expect.sh"

# guest GLOBALS START_UNWIND STOP_REWIND START: a module of these bodies
guest() {
	module "(module
  (import \"wasix_32v1\" \"stack_checkpoint\" (func \$mark (param i32 i32) (result i32)))
  (import \"wasix_32v1\" \"proc_exec3\" (func \$exec (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import \"wasi_snapshot_preview1\" \"proc_exit\" (func \$exit (param i32)))
  $1
  (data (i32.const 32) \"/second.wasm\")
  (global \$turn (mut i32) (i32.const 0))
  (func \$next (result i32)
    (global.set \$turn (i32.add (global.get \$turn) (i32.const 1)))
    (global.get \$turn))
  (func (export \"asyncify_start_unwind\") (param i32) $2)
  (func (export \"asyncify_stop_unwind\"))
  (func (export \"asyncify_start_rewind\") (param i32))
  (func (export \"asyncify_stop_rewind\") $3)
  (func (export \"_start\") $4))"
}
mark='(drop (call $mark (i32.const 1024) (i32.const 1048)))'
usual='(memory (export "memory") 1)
  (global $sp (mut i32) (i32.const 60000))
  (global $low i32 (i32.const 4096))
  (global $high i32 (i32.const 65536))
  (export "__stack_pointer" (global $sp)) (export "__stack_low" (global $low)) (export "__stack_high" (global $high))'

guest "$usual" '(call $exit (i32.const 7))' '' "$mark (call \$exit (i32.const 9))"
status 7 "$WASIX" run m.wasm

module '(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1)
  (func (export "_start") (call $exit (i32.const 5))))'
chmod +x m.wasm
mv m.wasm second.wasm
guest "$usual" '(drop (call $exec (i32.const 32) (i32.const 12) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
  (i32.const 0) (i32.const 0)))' '' "$mark (call \$exit (i32.const 9))"
status 5 "$WASIX" run --dir=.::/ m.wasm

# the way up asks for another checkpoint, which fails
guest "$usual" '(if (i32.eq (call $next) (i32.const 2)) (then (unreachable)))' "$mark" "$mark"
status 134 "$WASIX" run m.wasm
grep -q unreachable err || fail "the trap is not said"

# sums that do not fit into 32 bits
guest '(memory (export "memory") 65536)
  (global $sp (mut i32) (i32.const 0))
  (global $low i32 (i32.const 0xfffffff8))
  (global $high i32 (i32.const 0xffffffff))
  (export "__stack_pointer" (global $sp)) (export "__stack_low" (global $low)) (export "__stack_high" (global $high))' \
	'' '' '(call $exit (call $mark (i32.const 1024) (i32.const 1048)))'
status 58 "$WASIX" run m.wasm
