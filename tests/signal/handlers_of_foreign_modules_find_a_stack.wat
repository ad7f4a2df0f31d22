;; EXPECT: computing 1
;; A module of another toolchain that exports __stack_pointer: a handler that interrupts a computation runs at once, and what lies below the pointer (C's red zone) stays as it was.
(module
  (import "wasix_32v1" "callback_signal" (func $callback (param i32 i32)))
  (import "wasix_32v1" "proc_raise_interval" (func $interval (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (global $__stack_pointer (export "__stack_pointer") (mut i32) (i32.const 8192))
  (data (i32.const 0) "on_signal")
  (data (i32.const 16) "\20\00\00\00\0c\00\00\00")   ;; an iovec: 12 bytes at 32
  (data (i32.const 32) "computing 1\n")
  (func (export "on_signal") (param $signal i32)
    (local $frame i32)
    (if (i32.ne (local.get $signal) (i32.const 14)) (then unreachable))
    (if (i32.gt_u (global.get $__stack_pointer) (i32.const 8064)) (then unreachable))   ;; 128 bytes are left alone
    (local.set $frame (i32.sub (global.get $__stack_pointer) (i32.const 512)))
    (global.set $__stack_pointer (local.get $frame))
    (memory.fill (local.get $frame) (i32.const 255) (i32.const 512))
    (global.set $__stack_pointer (i32.add (local.get $frame) (i32.const 512)))
    (i32.store (i32.const 1024) (i32.add (i32.load (i32.const 1024)) (i32.const 1))))
  (func (export "_start")
    (local $i i32)
    (call $callback (i32.const 0) (i32.const 9))
    (memory.fill (i32.const 8064) (i32.const 7) (i32.const 128))
    (drop (call $interval (i32.const 14) (i64.const 2000000) (i32.const 1)))
    (loop $again    ;; no call of the host until ten have come
      (br_if $again (i32.lt_u (i32.load (i32.const 1024)) (i32.const 10))))
    (drop (call $interval (i32.const 14) (i64.const 0) (i32.const 0)))
    (if (i32.ne (global.get $__stack_pointer) (i32.const 8192)) (then unreachable))
    (loop $each
      (if (i32.ne (i32.load8_u (i32.add (local.get $i) (i32.const 8064))) (i32.const 7)) (then unreachable))
      (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 128))))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 128)))
    (call $exit (i32.const 0))))
