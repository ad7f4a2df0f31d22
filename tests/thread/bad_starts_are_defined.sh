# What a guest may get wrong about a thread: no start function, one of another type, a table index out of range, an address outside of memory.
. "$SOURCE/tests/expect.sh"

# spawning START-FUNCTION: prints what thread-spawn answers, thread_spawn_v2 with a bad address, and joins
spawning() {
	module "(module
  (import \"env\" \"memory\" (memory 1 1 shared))
  (import \"wasi\" \"thread-spawn\" (func \$spawn (param i32) (result i32)))
  (import \"wasix_32v1\" \"thread_spawn_v2\" (func \$spawn2 (param i32 i32) (result i32)))
  (import \"wasix_32v1\" \"thread_join\" (func \$join (param i32) (result i32)))
  (import \"wasi_snapshot_preview1\" \"proc_exit\" (func \$exit (param i32)))
  (type \$t (func))
  (table 1 funcref)
  $1
  (func (export \"_start\")
    (local \$tid i32)
    (if (i32.ne (call \$spawn2 (i32.const 65500) (i32.const 0)) (i32.const 21)) (then (call \$exit (i32.const 1))))
    (if (i32.ne (call \$spawn2 (i32.const 0) (i32.const 65534)) (i32.const 21)) (then (call \$exit (i32.const 2))))
    (if (call \$join (i32.const 12345)) (then (call \$exit (i32.const 3))))
    (local.set \$tid (call \$spawn (i32.const -8)))
    (if (i32.lt_s (local.get \$tid) (i32.const 0)) (then (call \$exit (i32.sub (i32.const 0) (local.get \$tid)))))
    (drop (call \$join (local.get \$tid)))
    (call \$exit (i32.const 0))))"
}
spawning ''
status 76 "$WASIX" run --enable-threads m.wasm
grep -q 'has no entry for one' err || fail "$(cat err)"
spawning '(func (export "wasi_thread_start") (param i32))'
status 76 "$WASIX" run --enable-threads m.wasm
spawning '(func (export "wasi_thread_start") (param i32 i32) (call_indirect (type $t) (i32.const 5)))'
status 134 "$WASIX" run --enable-threads m.wasm
grep -q 'undefined element' err || fail "$(cat err)"
spawning '(func (export "wasi_thread_start") (param i32 i32) (call_indirect (type $t) (i32.const 0)))'
status 134 "$WASIX" run --enable-threads m.wasm
grep -q 'uninitialized element' err || fail "$(cat err)"
spawning '(func (export "wasi_thread_start") (param i32 i32) (drop (i32.load (local.get 1))))'
status 134 "$WASIX" run --enable-threads m.wasm
grep -q 'out of bounds memory access' err || fail "$(cat err)"
spawning '(func (export "wasi_thread_start") (param i32 i32))'
status 0 "$WASIX" run --enable-threads m.wasm
