;; EXPECT-ERROR: alignment must not be larger than natural
;; EXIT: 126
(module
  (memory 1)
  (func (export "_start")
    (drop (i32.load align=8 (i32.const 0)))))
