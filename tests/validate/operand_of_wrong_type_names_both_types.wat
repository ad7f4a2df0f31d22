;; EXPECT-ERROR: type mismatch: instruction requires [i32] but stack has [i64] at i32.add
;; EXIT: 126
(module (func (export "_start")
  (drop (i32.add (i32.const 1) (i64.const 2)))))
