;; RUN: --invoke=f
;; ARGS: 0x7fa000007fa00000ffa000017f800001 0x7ff40000000000017ff4000000000000
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; EXPECT: 1
;; Signalling NaNs in each lane, through operations that are none for numbers: x * 1, x - 0, min(x, inf), promotion and back, ... LLVM would fold
;; them to x; the standard wants a quiet NaN, also where the constant comes from a local.
(module
  (func $quiet (param $v v128) (result i32)
    (i32x4.all_true (v128.and (local.get $v) (v128.const i32x4 0x400000 0x400000 0x400000 0x400000))))
  (func $wide_quiet (param $v v128) (result i32)
    (i64x2.all_true (v128.and (local.get $v) (v128.const i64x2 0x8000000000000 0x8000000000000))))
  (func (export "f") (param $x v128) (param $y v128) (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local $one v128) (local $zero v128) (local $inf v128)
    (local.set $one (v128.const f32x4 1 1 1 1))
    (local.set $inf (v128.const f32x4 inf inf inf inf))
    (call $quiet (f32x4.mul (local.get $x) (v128.const f32x4 1 1 1 1)))
    (call $quiet (f32x4.mul (local.get $x) (local.get $one)))
    (call $quiet (f32x4.sub (local.get $x) (local.get $zero)))
    (call $quiet (f32x4.add (local.get $x) (v128.const f32x4 -0 -0 -0 -0)))
    (call $quiet (f32x4.min (local.get $x) (local.get $inf)))
    (call $quiet (f32x4.max (local.get $x) (local.get $x)))
    (call $quiet (f32x4.div (local.get $x) (f32x4.splat (f32.const 1))))
    (call $quiet (f32x4.ceil (local.get $x)))
    (local.set $one (v128.const f64x2 1 1))
    (call $wide_quiet (f64x2.mul (local.get $y) (local.get $one)))
    (call $wide_quiet (f64x2.sub (local.get $y) (v128.const f64x2 0 0)))
    (call $wide_quiet (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (local.get $y))))
    (call $wide_quiet (f64x2.max (local.get $y) (v128.const f64x2 -inf -inf)))))
