;; EXPECT-ERROR: type mismatch: select
;; EXIT: 126
(module (func (export "_start")
  (drop (select (ref.null func) (ref.null func) (i32.const 1)))))
