;; EXPECT-ERROR: unknown local 2
;; EXIT: 126
(module (func (export "_start") (local i32 i64)
  local.get 2
  drop))
