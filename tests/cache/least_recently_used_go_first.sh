#!/bin/sh
# Beyond WASIX_CACHE_SIZE the entries that were not used for longest go; the one just made stays, files of others too, and
# processes that add and remove at once all run.
set -eu

command -v wat2wasm >/dev/null || {
	echo "SKIPPED: wat2wasm (Debian's wabt) is not installed"
	exit 77
}
scratch=$TEST_SCRATCH/least-recently-used
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
export WASIX_CACHE_DIR="$scratch/cache"
fail() {
	echo "FAIL: $1"
	ls -l cache
	exit 1
}
run() {
	[ "$("$WASIX" run --invoke=f "m$1.wasm")" = "$1" ] || fail "module $1 does not run"
}
for i in 1 2 3 4 5 6 7 8; do
	echo "(module (func (export \"f\") (result i32) (i32.const $i)))" >m.wat
	wat2wasm m.wat -o "m$i.wasm"
done
entries() {
	find cache -name '*.so' | wc -l
}

run 1
each=$(du -k cache/*.so | cut -f 1)
export WASIX_CACHE_SIZE="$((each * 5))K"
first=$(echo cache/*.so)
run 2
second=$(find cache -name '*.so' ! -path "$first")
run 3
third=$(find cache -name '*.so' ! -path "$first" ! -path "$second")
echo not ours >cache/notes.txt
: >cache/.1-2.tmp
touch -d '4 days ago' "$first" cache/.1-2.tmp
touch -d '3 days ago' "$second"
touch -d '2 days ago' "$third"
run 1 # is now younger than they are
run 4
run 5
[ "$(entries)" = 5 ] || fail "five fit"
[ ! -e cache/.1-2.tmp ] || fail "what an ended process left is not removed"
run 6
[ ! -e "$second" ] && [ ! -e "$third" ] || fail "those not used for longest are still there"
[ -e "$first" ] || fail "the one that was used is gone"
[ "$(entries)" = 4 ] || fail "four are expected: an eighth is left free"
[ "$(cat cache/notes.txt)" = "not ours" ] || fail "a file of another is gone"

export WASIX_CACHE_SIZE=1
run 7
[ "$(entries)" = 1 ] || fail "the one just made is not alone"
for i in 1 2 3 4 5 6 7 8; do
	run "$i" &
	jobs="${jobs-} $!"
done
for job in $jobs; do
	wait "$job" || fail "a run beside others failed"
done

export WASIX_CACHE_SIZE=0
for i in 1 2 3 4 5 6 7 8; do
	run "$i"
done
[ "$(entries)" = 8 ] || fail "0 is no bound"
WASIX_CACHE_SIZE=5M "$WASIX" doctor --json | grep -q 'entries, .* of at most 5120' || fail "doctor does not tell the bound"
