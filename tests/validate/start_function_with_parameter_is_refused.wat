;; EXPECT-ERROR: start function
;; EXIT: 126
(module
  (func (param i32))
  (func (export "_start"))
  (start 0))
