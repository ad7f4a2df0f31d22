;; EXPECT-ERROR: uses tail calls, which this version does not have
;; EXIT: 126
(module (func (export "_start")
  (return_call 0)))
