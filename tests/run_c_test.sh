#!/bin/sh
# run_c_test.sh FILE -- compile FILE, C or C++, with wasixcc or wasixc++, run it, compare with what its first lines say and with the same program run natively.
#
#   // RUN: --dir=. --env=A=b     flags of wasix run (default: --dir=.)
#   // ARGS: a b                  arguments of the program
#   // CFLAGS: -O2 -lm            further flags for both compilers
#   // STDIN: text                a line of standard input (repeatable)
#   // EXPECT: text               a line of standard output (repeatable; all of them, in order)
#   // EXPECT-ERR: text           part of standard error under wasix run (repeatable)
#   // EXIT: 3                    exit status (default 0)
#   // NATIVE: no, reason         do not run it natively
#
# A guest that finds that the machine lacks something prints "skipped: REASON" and ends with 77.
#
# Both runs have an empty directory of their own as working directory.
set -eu

file=$1
header() {
	sed -n "s|^// $1: \{0,1\}||p" "$file"
}

extension=${file##*.}
case $extension in
cpp)
	WASIXCC=$WASIXCXX
	NATIVE_CC=$NATIVE_CXX
	command -v "$NATIVE_CC" >/dev/null || {
		echo "skipped: $NATIVE_CC is not installed"
		exit 77
	} ;;
esac
name=$(basename "$(dirname "$file")").$(basename "$file" ".$extension")
scratch=$TEST_SCRATCH/run/$name
rm -rf "$scratch"
mkdir -p "$scratch/guest" "$scratch/native"
cd "$scratch"

flags=$(header RUN)
args=$(header ARGS)
cflags=$(header CFLAGS)
status=$(header EXIT)
header STDIN >stdin
header EXPECT >expected

fail() {
	echo "FAILED: $*"
	exit 1
}

# shellcheck disable=SC2086
"$WASIXCC" -O1 -Wall -Wno-unused -D_GNU_SOURCE "$file" $cflags -o guest.wasm 2>compile.err || {
	cat compile.err
	! grep -q 'building the C++ library failed' compile.err || exit 77
	fail "$(basename "$WASIXCC")"
}

actual=0
# shellcheck disable=SC2086
(cd guest && eval "exec \"$WASIX\" run ${flags:---dir=.} ../guest.wasm $args") <stdin >guest.out 2>guest.err || actual=$?
[ "$actual" != 77 ] || ! grep '^skipped: ' guest.out || exit 77
[ "$actual" = "${status:-0}" ] || {
	cat guest.out guest.err
	fail "exit status $actual, expected ${status:-0}"
}
if [ -s expected ] && ! cmp -s expected guest.out; then
	diff -u expected guest.out || true
	cat guest.err
	fail "standard output differs from what the file expects"
fi
header EXPECT-ERR | while IFS= read -r line; do
	grep -qF -- "$line" guest.err || {
		cat guest.err
		fail "standard error lacks: $line"
	}
done

case $(header NATIVE) in
no*) exit 0 ;;
esac
# shellcheck disable=SC2086
"$NATIVE_CC" -O1 -w -D_GNU_SOURCE "$file" -o native.exe $cflags -lm || fail "the native compiler"
actual=0
(cd native && eval "exec ../native.exe $args") <stdin >native.out 2>native.err || actual=$?
[ "$actual" = "${status:-0}" ] || fail "natively the exit status is $actual, expected ${status:-0}"
cmp -s native.out guest.out || {
	diff -u native.out guest.out || true
	fail "native output (-) differs from the guest's (+)"
}
