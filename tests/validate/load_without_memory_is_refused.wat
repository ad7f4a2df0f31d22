;; EXPECT-ERROR: unknown memory 0
;; EXIT: 126
(module (func (export "_start")
  (drop (i32.load (i32.const 0)))))
