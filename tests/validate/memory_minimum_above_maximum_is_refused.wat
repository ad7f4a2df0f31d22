;; EXPECT-ERROR: size minimum must not be greater than maximum
;; EXIT: 126
(module
  (memory 2 1)
  (func (export "_start")))
