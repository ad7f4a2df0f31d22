;; EXPECT-ERROR: unknown label 2
;; EXIT: 126
(module (func (export "_start")
  (block (br 2))))
