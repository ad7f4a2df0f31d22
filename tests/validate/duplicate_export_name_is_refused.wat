;; EXPECT-ERROR: duplicate export name "f"
;; EXIT: 126
(module
  (func (export "f"))
  (func (export "_start"))
  (memory (export "f") 1))
