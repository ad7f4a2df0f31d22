;; The load follows nop and a constant of four bytes; the body starts at 0x23.
;; RUN: --invoke=f
;; EXPECT-ERR: offset 0x28
;; EXPECT-ERR: out of bounds memory access
;; EXIT: 134
(module
  (memory 1)
  (func (export "f")
    nop
    (drop (i32.load (i32.const 65533)))))
