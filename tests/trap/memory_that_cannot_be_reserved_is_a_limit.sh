#!/bin/sh
# Where the process may not have 8 GiB of addresses the module is not run, and one line says why.
set -eu

command -v wat2wasm >/dev/null || {
	echo "SKIPPED: wat2wasm (Debian's wabt) is not installed"
	exit 77
}
scratch=$TEST_SCRATCH/no-address-space
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
echo '(module (memory 1) (func (export "f")))' >module.wat
wat2wasm module.wat -o module.wasm
"$WASIX" run --invoke=f module.wasm
status=0
(
	ulimit -v 4000000
	"$WASIX" run --invoke=f module.wasm
) 2>err || status=$?
if grep -q Sanitizer err; then
	echo "SKIPPED: the sanitizer needs more addresses than the limit"
	exit 77
fi
[ "$status" = 126 ]
[ "$(wc -l <err)" = 1 ]
grep -qF 'cannot reserve 8 GiB of address space' err
