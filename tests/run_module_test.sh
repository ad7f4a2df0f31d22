#!/bin/sh
# run_module_test.sh FILE.wat|FILE.hex -- run a module, or see it refused, and compare with what its first lines say.
#
#   ;; RUN: --invoke=f            flags of wasix run (default: none)
#   ;; ARGS: 1 2                  what follows the module
#   ;; EXPECT: text               a line of standard output (repeatable; all of them, in order)
#   ;; EXPECT-ERR: text           part of standard error (repeatable; EXPECT-ERROR is the same)
#   ;; EXIT: 126                  exit status (default 0)
#   ;; GENERATE: awk program      .hex only: its output, hex digits too, follows the file's own
#
# .wat is assembled by wat2wasm without its own checks. In .hex the headers begin with # instead of ;; and the rest is hex digits and # comments.
set -eu

file=$1
header() {
	sed -n "s/^\(;;\|#\) $1: \{0,1\}//p" "$file"
}

fail() {
	echo "FAILED: $*"
	exit 1
}

extension=${file##*.}
scratch=$TEST_SCRATCH/run/$(basename "$(dirname "$file")").$(basename "$file" ".$extension")
rm -rf "$scratch"
mkdir -p "$scratch"

# Hex digits on standard input to bytes, by way of octal escapes, the only ones of POSIX printf.
hex_to_bytes() {
	tr -d ' \t\n' | awk '{
		digits = "0123456789abcdef"
		s = tolower($0)
		for (i = 1; i < length(s); i += 2) {
			byte = 16 * (index(digits, substr(s, i, 1)) - 1) + index(digits, substr(s, i + 1, 1)) - 1
			printf "\\%03o", byte
			if (i % 512 == 511)
				printf "\n"
		}
		printf "\n"
	}' | while IFS= read -r line; do
		# shellcheck disable=SC2059
		printf "$line"
	done
}

case $extension in
wat)
	command -v wat2wasm >/dev/null || {
		echo "SKIPPED: wat2wasm (Debian's wabt) is not installed"
		exit 77
	}
	wat2wasm --enable-all --no-check --debug-names "$file" -o "$scratch/module.wasm"
	;;
hex)
	generator=$(header GENERATE)
	{
		sed 's/#.*//' "$file"
		[ -z "$generator" ] || awk "$generator" </dev/null
	} | hex_to_bytes >"$scratch/module.wasm"
	;;
esac

header EXPECT >"$scratch/expected"
{
	header EXPECT-ERR
	header EXPECT-ERROR
} >"$scratch/expected.err"
status=$(header EXIT)
flags=$(header RUN)
args=$(header ARGS)
cd "$scratch"

actual=0
# shellcheck disable=SC2086
eval "\"$WASIX\" run $flags module.wasm $args" >out 2>err </dev/null || actual=$?
[ "$actual" = "${status:-0}" ] || {
	cat out err
	fail "exit status $actual, expected ${status:-0}"
}
if [ -s expected ] && ! cmp -s expected out; then
	diff -u expected out || true
	fail "standard output differs from what the file expects"
fi
while IFS= read -r line; do
	grep -qF -- "$line" err || {
		cat err
		fail "standard error lacks: $line"
	}
done <expected.err
