;; EXPECT-ERROR: constant expression required
;; EXIT: 126
(module
  (global i32 (i32.clz (i32.const 1)))
  (func (export "_start")))
