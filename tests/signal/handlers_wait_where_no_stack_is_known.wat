;; EXPECT: afterwards
;; A module of another toolchain that does not export __stack_pointer: nobody knows where a handler's C could put its frames, so it runs at the next call of the host.
(module
  (import "wasix_32v1" "callback_signal" (func $callback (param i32 i32)))
  (import "wasix_32v1" "proc_raise_interval" (func $interval (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "on_signal")
  (data (i32.const 16) "\20\00\00\00\0b\00\00\00")   ;; an iovec: 11 bytes at 32
  (data (i32.const 32) "afterwards\n")
  (func (export "on_signal") (param $signal i32)
    (i32.store (i32.const 1024) (i32.add (i32.load (i32.const 1024)) (i32.const 1))))
  (func (export "_start")
    (local $i i32) (local $began i64)
    (call $callback (i32.const 0) (i32.const 9))
    (drop (call $clock (i32.const 1) (i64.const 1) (i32.const 2048)))
    (local.set $began (i64.load (i32.const 2048)))
    (drop (call $interval (i32.const 14) (i64.const 1000000) (i32.const 0)))
    (local.set $i (i32.const 100000000))     ;; at least 20 ms
    (loop $again
      (i32.store (i32.const 1028) (local.get $i))
      (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (if (i32.load (i32.const 1024)) (then unreachable))
    (drop (call $yield))
    (if (i32.ne (i32.load (i32.const 1024)) (i32.const 1)) (then unreachable))
    (drop (call $clock (i32.const 1) (i64.const 1) (i32.const 2048)))
    (if (i64.lt_u (i64.sub (i64.load (i32.const 2048)) (local.get $began)) (i64.const 2000000)) (then unreachable))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 128)))
    (call $exit (i32.const 0))))
