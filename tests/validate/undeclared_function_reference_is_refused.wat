;; EXPECT-ERROR: undeclared function reference
;; EXIT: 126
(module
  (func)
  (func (export "_start")
    (drop (ref.func 0))))
