;; EXPECT-ERROR: global is immutable
;; EXIT: 126
(module
  (global i32 (i32.const 1))
  (func (export "_start")
    (global.set 0 (i32.const 2))))
