;; RUN: --enable-threads
;; EXIT: 7
;; A module with a shared memory of its own: threads wait for 32 and for 64 bits at one address and are woken by one notify; a word that differs, a time limit, an address that is not aligned.
(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "wasix_32v1" "futex_wake" (func $wake (param i32 i32) (result i32)))
  (import "wasix_32v1" "futex_wait" (func $wait (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1 2 shared)
  (func (export "wasi_thread_start") (param $tid i32) (param $how i32)
    (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))   ;; waiting soon
    (if (i32.eq (local.get $how) (i32.const 0))
      (then (if (memory.atomic.wait32 (i32.const 8) (i32.const 5) (i64.const -1)) (then unreachable))))
    (if (i32.eq (local.get $how) (i32.const 1))
      (then (if (memory.atomic.wait64 (i32.const 8) (i64.const 5) (i64.const -1)) (then unreachable))))
    (if (i32.eq (local.get $how) (i32.const 2))
      (then (if (call $wait (i32.const 8) (i32.const 5) (i32.const 16) (i32.const 40)) (then unreachable))))
    (drop (i32.atomic.rmw.add (i32.const 4) (i32.const 1))))  ;; woken
  (func $until (param $at i32) (param $value i32)
    (block $done (loop $again
      (br_if $done (i32.eq (i32.atomic.load (local.get $at)) (local.get $value)))
      (drop (call $yield)) (br $again))))
  (func $notify_until (param $count i32)   ;; a thread that said it waits may not wait yet
    (local $woken i32)
    (block $done (loop $again
      (local.set $woken (i32.add (local.get $woken) (memory.atomic.notify (i32.const 8) (i32.sub (local.get $count) (local.get $woken)))))
      (br_if $done (i32.eq (local.get $woken) (local.get $count)))
      (drop (call $yield)) (br $again))))
  (func (export "_start")
    (i32.atomic.store (i32.const 8) (i32.const 5))
    (if (i32.ne (memory.atomic.wait32 (i32.const 8) (i32.const 6) (i64.const -1)) (i32.const 1)) (then unreachable))
    (if (i32.ne (memory.atomic.wait64 (i32.const 8) (i64.const 0x700000005) (i64.const -1)) (i32.const 1)) (then unreachable))
    (if (i32.ne (memory.atomic.wait32 (i32.const 8) (i32.const 5) (i64.const 1000000)) (i32.const 2)) (then unreachable))
    (if (i32.ne (memory.atomic.wait64 (i32.const 8) (i64.const 5) (i64.const 1000000)) (i32.const 2)) (then unreachable))
    (if (i32.ne (memory.atomic.notify (i32.const 8) (i32.const 9)) (i32.const 0)) (then unreachable))
    (drop (call $spawn (i32.const 0)))
    (drop (call $spawn (i32.const 1)))
    (drop (call $spawn (i32.const 2)))
    (call $until (i32.const 0) (i32.const 3))
    (call $notify_until (i32.const 3))
    (call $until (i32.const 4) (i32.const 3))
    (drop (call $spawn (i32.const 0)))
    (call $until (i32.const 0) (i32.const 4))
    (block $woken (loop $again   ;; the other way to wake
      (if (call $wake (i32.const 8) (i32.const 40)) (then unreachable))
      (br_if $woken (i32.eq (i32.atomic.load (i32.const 4)) (i32.const 4)))
      (drop (call $yield)) (br $again)))
    (if (i32.ne (call $wait (i32.const 10) (i32.const 0) (i32.const 16) (i32.const 40)) (i32.const 28)) (then unreachable))
    (if (i32.ne (call $wait (i32.const 0x7fffff00) (i32.const 0) (i32.const 16) (i32.const 40)) (i32.const 21)) (then unreachable))
    (if (i32.ne (call $wake (i32.const 0x7fffff00) (i32.const 40)) (i32.const 21)) (then unreachable))
    (call $exit (i32.const 7))))
