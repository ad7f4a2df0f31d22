;; EXPECT-ERR: out of bounds memory access: data segment 1
;; EXIT: 134
(module
  (memory 1)
  (data (i32.const 0) "fits")
  (data (i32.const 65535) "does not")
  (func (export "_start")))
