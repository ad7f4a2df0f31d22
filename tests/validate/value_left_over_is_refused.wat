;; EXPECT-ERROR: type mismatch: block requires [] but stack has [f64]
;; EXIT: 126
(module (func (export "_start")
  f64.const 1))
