;; RUN: --invoke=twice
;; ARGS: 0x0000000400000003000000027fffffff
;; EXPECT: 0x000000080000000600000004fffffffe
;; EXPECT: 4
(module
  (func (export "twice") (param v128) (result v128 i32)
    (i32x4.add (local.get 0) (local.get 0))
    (i32x4.extract_lane 3 (local.get 0))))
