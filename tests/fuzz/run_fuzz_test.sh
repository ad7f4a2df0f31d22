#!/bin/sh
# run_fuzz_test.sh TARGET NAME SECONDS -- fuzz for some seconds; any crash, leak or timeout fails. What was learnt stays in the corpus.
set -eu

target=$1
corpus=$TEST_SCRATCH/fuzz/$2
mkdir -p "$corpus"
if [ "$2" = decode ] && command -v wat2wasm >/dev/null; then # the tests' own modules
	for file in "$SOURCE"/tests/validate/*.wat; do
		wat2wasm --enable-all --no-check "$file" -o "$corpus/$(basename "$file" .wat).wasm"
	done
fi
cd "$TEST_SCRATCH/fuzz"
ASAN_OPTIONS=handle_segv=1:allow_user_segv_handler=1 exec "$target" -max_total_time="$3" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
	-artifact_prefix="$TEST_SCRATCH/fuzz/$2-" -print_final_stats=1 "$corpus"
