# expect.sh -- sourced by the .sh tests: a scratch directory as working directory, and three ways to insist.
set -eu
scratch=$TEST_SCRATCH/run/$(basename "$(dirname "$0")").$(basename "$0" .sh)
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"

fail() {
	echo "FAILED: $*"
	[ ! -s out ] || sed 's/^/out: /' out
	[ ! -s err ] || sed 's/^/err: /' err
	exit 1
}

skip() {
	echo "SKIPPED: $*"
	exit 77
}

# guest_root: $root has bash and its commands for the guest; their code is compiled once for all runs
guest_root() {
	root=${WASIX_PROGRAMS_ROOT:-${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/root}
	[ -e "$root/bin/bash" ] && [ -e "$root/bin/gawk" ] || skip "there is no root with bash and its commands (sh examples/root.sh $root makes it)"
	unset WASIX_CACHE_DIR
}

# sanitized: whether wasix was built with a sanitizer, which has memory and a stack of its own ways
sanitized() {
	! grep -q 'WASIX_SANITIZE:STRING=$' "$BUILD/CMakeCache.txt"
}

# status N COMMAND...: it ends with N; its output is left in the files out and err
status() {
	expected=$1
	shift
	actual=0
	"$@" >out 2>err || actual=$?
	[ "$actual" = "$expected" ] || fail "exit status $actual, expected $expected: $*"
}

# one_line TEXT: standard error is one line that contains TEXT
one_line() {
	[ "$(wc -l <err)" = 1 ] || fail "one line is expected on standard error"
	grep -qF -- "$1" err || fail "standard error lacks: $1"
}

# says TEXT: standard output contains TEXT
says() {
	grep -qF -- "$1" out || fail "standard output lacks: $1"
}

# module TEXT: text format in, m.wasm out
module() {
	command -v wat2wasm >/dev/null || skip "wat2wasm (Debian's wabt) is not installed"
	printf '%s\n' "$1" >m.wat
	wat2wasm --enable-all --no-check m.wat -o m.wasm
}

# hello: a compiled C program that prints one line
hello() {
	printf '#include <stdio.h>\nint main(void) { puts("hello"); }\n' >hello.c
	"$WASIXCC" hello.c -o hello.wasm
}
