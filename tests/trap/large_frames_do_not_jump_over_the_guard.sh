#!/bin/sh
# A function with two thousand live locals has a frame of many pages; in a recursion it must meet the guard, not what
# lies behind it. The module is made by awk, since text of that size is no test file.
set -eu

command -v wat2wasm >/dev/null || {
	echo "SKIPPED: wat2wasm (Debian's wabt) is not installed"
	exit 77
}
scratch=$TEST_SCRATCH/large-frames
rm -rf "$scratch"
mkdir -p "$scratch"
awk 'BEGIN {
	print "(module (func $f (export \"f\") (param i64) (result i64) (local"
	for (i = 0; i < 2000; i++) print " i64"
	print ")"
	for (i = 1; i <= 2000; i++) printf "(local.set %d (i64.rotl (i64.mul (local.get %d) (local.get 0)) (i64.const %d)))\n", i, i - 1, i % 63
	print "(local.set 0 (call $f (i64.add (local.get 0) (i64.const 1))))"
	for (i = 1; i <= 2000; i++) printf "(local.set 0 (i64.xor (local.get 0) (local.get %d)))\n", i
	print "(local.get 0)))"
}' >"$scratch/module.wat"
wat2wasm "$scratch/module.wat" -o "$scratch/module.wasm"
status=0
"$WASIX" run --invoke=f "$scratch/module.wasm" 3 >"$scratch/out" 2>&1 || status=$?
[ "$status" = 134 ]
grep -qF 'call stack exhausted' "$scratch/out"
