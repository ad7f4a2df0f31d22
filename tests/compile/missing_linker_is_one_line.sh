#!/bin/sh
# A linker that is not there: one line that names it, exit code 126, nothing left in the cache.
set -eu
dir=$TEST_SCRATCH/compile.missing_linker
rm -rf "$dir"
mkdir -p "$dir"
printf '\0asm\1\0\0\0' >"$dir/empty.wasm"
status=0
WASIX_LLD=/nowhere/ld.lld WASIX_CACHE_DIR=$dir/cache "$WASIX" compile "$dir/empty.wasm" >"$dir/out" 2>"$dir/err" || status=$?
cat "$dir/err"
[ "$status" -ne 0 ]
grep -q 'cannot start the linker /nowhere/ld.lld' "$dir/err"
[ "$(wc -l <"$dir/err")" -eq 1 ]
[ "$(find "$dir/cache" -type f 2>/dev/null | wc -l)" -eq 0 ]
