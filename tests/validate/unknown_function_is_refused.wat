;; EXPECT-ERROR: unknown function 7
;; EXIT: 126
(module (func (export "_start")
  call 7))
