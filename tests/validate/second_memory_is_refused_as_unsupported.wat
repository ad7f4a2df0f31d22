;; EXPECT-ERROR: uses multi-memory
;; EXIT: 126
(module
  (memory 1)
  (memory 1)
  (func (export "_start")))
