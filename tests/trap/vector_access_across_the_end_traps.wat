;; EXPECT-ERR: out of bounds memory access
;; EXIT: 134
;; The last whole vector is read, and a lane behind it is written; one byte further does not fit.
(module
  (memory (export "memory") 1 1)
  (func (export "_start")
    (v128.store16_lane 7 (i32.const 65534) (v128.load (i32.const 65520)))
    (drop (v128.load64_splat (i32.const 65528)))
    (drop (v128.load (i32.const 65521)))))
