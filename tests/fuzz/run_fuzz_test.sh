#!/bin/sh
# run_fuzz_test.sh TARGET NAME -- fuzz for some seconds from a corpus of the tests' own modules; any crash, leak or timeout fails.
set -eu

target=$1
corpus=$TEST_SCRATCH/fuzz/$2
mkdir -p "$corpus"
if command -v wat2wasm >/dev/null; then
	for file in "$SOURCE"/tests/validate/*.wat; do
		wat2wasm --enable-all --no-check "$file" -o "$corpus/$(basename "$file" .wat).wasm"
	done
fi
cd "$corpus"
ASAN_OPTIONS= exec "$target" -max_total_time=8 -timeout=5 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 "$corpus"
