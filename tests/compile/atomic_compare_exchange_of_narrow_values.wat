;; The expected value is compared whole: 0x101 is not the byte 1.
;; EXIT: 5
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $try (param $expected i32) (result i32)
    (i32.atomic.rmw8.cmpxchg_u (i32.const 0) (local.get $expected) (i32.const 3)))
  (func (export "_start")
    (local $sum i32)
    (i32.store8 (i32.const 0) (i32.const 1))
    (local.set $sum (call $try (i32.const 0x101)))                               ;; 1, no exchange
    (local.set $sum (i32.add (local.get $sum) (call $try (i32.const 1))))        ;; 1, exchanged
    (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.const 0))))      ;; 3
    (call $exit (local.get $sum))))
