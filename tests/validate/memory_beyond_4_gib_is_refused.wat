;; EXPECT-ERROR: memory size must be at most 65536 pages (4GiB)
;; EXIT: 126
(module
  (memory 1 65537)
  (func (export "_start")))
