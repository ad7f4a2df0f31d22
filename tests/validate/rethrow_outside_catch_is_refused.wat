;; EXPECT-ERROR: invalid rethrow label
;; EXIT: 126
(module (func (export "_start")
  try
    rethrow 0
  end))
