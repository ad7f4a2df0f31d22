#!/bin/sh
# A cache that is open to others, or no directory, or on a full disk: one warning, the guest runs, nothing is left behind.
set -eu

command -v wat2wasm >/dev/null || {
	echo "SKIPPED: wat2wasm (Debian's wabt) is not installed"
	exit 77
}
scratch=$TEST_SCRATCH/unusable
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
echo '(module (func (export "f") (result i32) (i32.const 42)))' >module.wat
wat2wasm module.wat -o module.wasm

# expect_warning TEXT: runs with $WASIX_CACHE_DIR
expect_warning() {
	[ "$("$WASIX" run --invoke=f module.wasm 2>err)" = 42 ]
	[ "$(wc -l <err)" = 1 ]
	grep -qF -- "$1" err
}

mkdir open
chmod 755 open
export WASIX_CACHE_DIR="$scratch/open"
expect_warning 'others have access'
[ -z "$(ls open)" ]

touch file
export WASIX_CACHE_DIR="$scratch/file"
expect_warning 'not a directory'

export WASIX_CACHE_DIR=/dev/full/cache
expect_warning '/dev/full/cache is not used'

# A full disk, where the system lets us mount one.
mkdir small
chmod 700 small
if unshare -rm true 2>/dev/null; then
	unshare -rm sh -ec "
		mount -t tmpfs -o size=4k,mode=700 none '$scratch/small'
		cd '$scratch'
		head -c 100000 /dev/zero >small/filler 2>/dev/null || true
		WASIX_CACHE_DIR='$scratch/small' '$WASIX' run --invoke=f module.wasm >out 2>err
		rm small/filler
		ls -A small >left
	" && {
		[ "$(cat out)" = 42 ]
		[ ! -s left ]
		grep -qF 'No space left' err
	}
fi
