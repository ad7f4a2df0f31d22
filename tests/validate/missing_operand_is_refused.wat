;; EXPECT-ERROR: type mismatch: instruction requires [i32] but stack has [] at i32.eqz
;; EXIT: 126
(module (func (export "_start")
  i32.eqz
  drop))
