#!/bin/sh
# Without its compiler, or with one that dies, the command ends with one line that names it.
set -eu

command -v wat2wasm >/dev/null || {
	echo "SKIPPED: wat2wasm (Debian's wabt) is not installed"
	exit 77
}
scratch=$TEST_SCRATCH/missing-compiler
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
echo '(module (func (export "f")))' >module.wat
wat2wasm module.wat -o module.wasm

# expect_failure TEXT
expect_failure() {
	status=0
	"$WASIX" run --no-cache --invoke=f module.wasm 2>err || status=$?
	[ "$status" = 126 ]
	[ "$(wc -l <err)" = 1 ]
	grep -qF -- "$1" err
}

export WASIX_COMPILER="$scratch/none"
expect_failure "$scratch/none: No such file"

printf '#!/bin/sh\nkill -SEGV $$\n' >dies
chmod +x dies
export WASIX_COMPILER="$scratch/dies"
expect_failure "$scratch/dies was ended by signal 11"

printf '#!/bin/sh\nexit 3\n' >ends
chmod +x ends
export WASIX_COMPILER="$scratch/ends"
expect_failure "$scratch/ends ended before its answer (status 3)"
