;; EXPECT-ERR: unreachable
;; EXPECT-ERR: in init (function 0)
;; EXIT: 134
(module
  (func $init
    unreachable)
  (start $init)
  (func (export "_start")))
