#!/bin/sh
# run_fuzz_test.sh TARGET NAME SECONDS [SEED] -- fuzz for some seconds; any crash, leak or timeout fails.
#
# SEED "random": another one each time, and what was learnt stays in the corpus for the next run; the output is libFuzzer's own.
# Else both are fixed, so that the same run is the same answer, and the output is the report: where it failed comes last.
set -eu

target=$1 name=$2 seconds=$3 seed=${4:-1}
scratch=$TEST_SCRATCH/fuzz
corpus=$scratch/$name
[ "$seed" = random ] || {
	corpus=$scratch/$name.test
	rm -rf "$corpus"
}
mkdir -p "$corpus"
if [ "$name" = decode ] && command -v wat2wasm >/dev/null; then # the tests' own modules
	for file in "$SOURCE"/tests/validate/*.wat; do
		wat2wasm --enable-all --no-check "$file" -o "$corpus/$(basename "$file" .wat).wasm"
	done
fi
cd "$scratch"
set -- "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -artifact_prefix="$scratch/$name-" \
	-print_final_stats=1 -print_funcs=0
export ASAN_OPTIONS=handle_segv=1:allow_user_segv_handler=1
[ "$seed" != random ] || exec "$@" "$corpus"

log=$scratch/$name.log
"$@" -seed="$seed" "$corpus" >"$log" 2>&1 && {
	grep -E '^Done |^stat::.*executed' "$log" || true
	exit 0
}
# The input in base64, then the report without what is the same in each: the fuzzer's own frames, bytes, module paths.
echo "seed $seed, $(grep -c . "$log") lines in $log"
grep -E '^(stat::|Base64|artifact_prefix)' "$log" | cut -c 1-2000 || true
grep -vE '^#[0-9]+	|^(INFO|stat::|Base64|artifact_prefix|MS:|0x[0-9a-f]+,|\\|[[:blank:]]*NEW_FUNC)|in fuzzer::|__libc_start|in _start ' "$log" |
	sed -E 's/ \([^()]*BuildId: [0-9a-f]*\)//; s/ \(BuildId: [0-9a-f]*\)//' | cut -c 1-160 | tail -n 70
exit 1
