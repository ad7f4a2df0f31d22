#!/bin/sh
# One function of 300 KB, far beyond what is optimised: compiled within the test's time, and right.
set -eu
command -v wat2wasm >/dev/null || {
	echo "SKIPPED: wat2wasm (Debian's wabt) is not installed"
	exit 77
}
dir=$TEST_SCRATCH/compile.huge_function
mkdir -p "$dir"
awk 'BEGIN {
	print "(module (import \"wasi_snapshot_preview1\" \"proc_exit\" (func $exit (param i32)))"
	print "(memory (export \"memory\") 1)"
	print "(func (export \"_start\") (local i32 i32)"
	for (i = 0; i < 25000; i++)
		print "(local.set 0 (i32.add (local.get 0) (i32.const " i % 7 ")))" (i % 5 ? "" : "(i32.store (i32.const 8) (local.get 0))")
	print "(call $exit (i32.rem_u (i32.load (i32.const 8)) (i32.const 100)))))"
}' >"$dir/huge.wat"
wat2wasm "$dir/huge.wat" -o "$dir/huge.wasm"
status=0
"$WASIX" run "$dir/huge.wasm" || status=$?
expected=$(awk 'BEGIN { for (i = 0; i < 25000; i++) { s += i % 7; if (i % 5 == 0) m = s } print m % 100 }')
echo "exit status $status, expected $expected"
[ "$status" -eq "$expected" ]
