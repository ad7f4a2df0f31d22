;; EXPECT-ERROR: uses SIMD (v128), which this version does not have
;; EXIT: 126
(module (func (export "_start")
  (drop (i32x4.splat (i32.const 1)))))
