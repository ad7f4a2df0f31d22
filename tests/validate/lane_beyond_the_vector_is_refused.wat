;; EXPECT-ERROR: invalid lane index 8: i16x8.replace_lane has 8 lanes
;; EXIT: 126
(module (func (export "_start")
  (drop (i16x8.replace_lane 8 (v128.const i64x2 0 0) (i32.const 1)))))
