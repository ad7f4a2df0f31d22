;; EXPECT-ERR: uncaught exception, tag (i32, f64)
;; EXIT: 134
(module
  (tag $e (param i32 f64))
  (func (export "_start")
    (throw $e (i32.const 1) (f64.const 2))))
