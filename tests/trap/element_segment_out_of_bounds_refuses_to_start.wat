;; EXPECT-ERR: out of bounds table access: element segment 0
;; EXIT: 134
(module
  (table 1 funcref)
  (elem (i32.const 1) $f)
  (func $f (export "_start")))
