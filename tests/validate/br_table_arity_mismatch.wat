;; EXPECT-ERROR: type mismatch: br_table
;; EXIT: 126
(module (func (export "_start")
  (block (result i32)
    (block
      (br_table 0 1 (i32.const 1) (i32.const 0)))
    (i32.const 2))
  drop))
