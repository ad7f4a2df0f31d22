;; RUN: --enable-threads
;; EXPECT: 3
;; wasi-threads as its proposal says: the memory is imported, the start argument is no address, data segments are not written again.
(module
  (import "env" "memory" (memory 1 4 shared))
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (global $own (mut i32) (i32.const 41))
  (table 1 funcref)
  (elem (i32.const 0) $add)
  (data (i32.const 0) "\10\00\00\00\02\00\00\00")   ;; an iovec: 2 bytes at 16
  (data (i32.const 16) "0\n")
  (func $add (param i32) (drop (i32.atomic.rmw.add (i32.const 64) (local.get 0))))
  (func (export "wasi_thread_start") (param $tid i32) (param $start i32)
    (if (i32.le_s (local.get $tid) (i32.const 0)) (then unreachable))
    (if (i32.ge_u (local.get $tid) (i32.const 0x20000000)) (then unreachable))
    (if (i32.ne (global.get $own) (i32.const 41)) (then unreachable))   ;; not the spawner's
    (global.set $own (i32.const 1))
    (call_indirect (param i32) (local.get $start) (i32.const 0))
    (drop (memory.grow (i32.const 1)))
    (drop (memory.atomic.notify (i32.const 64) (i32.const 1))))
  (func $until (param $value i32)
    (local $now i32)
    (loop $again
      (local.set $now (i32.atomic.load (i32.const 64)))
      (if (i32.ne (local.get $now) (local.get $value))
        (then
          (drop (memory.atomic.wait32 (i32.const 64) (local.get $now) (i64.const 1000000000)))
          (br $again)))))
  (func (export "_start")
    (global.set $own (i32.const 7))
    (i32.store8 (i32.const 17) (i32.const 65))
    (if (i32.le_s (call $spawn (i32.const 1)) (i32.const 0)) (then unreachable))
    (call $until (i32.const 1))
    (if (i32.ne (i32.load8_u (i32.const 17)) (i32.const 65)) (then unreachable))
    (if (i32.le_s (call $spawn (i32.const 0x7ffffffe)) (i32.const 0)) (then unreachable))
    (call $until (i32.const 0x7fffffff))
    (i32.store8 (i32.const 17) (i32.const 10))
    (block $grown   ;; both threads, some time after they notified
      (loop $again
        (br_if $grown (i32.eq (memory.size) (i32.const 3)))
        (br $again)))
    (i32.store8 (i32.const 16) (i32.add (memory.size) (i32.const 48)))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 128)))
    (call $exit (i32.const 0))))
