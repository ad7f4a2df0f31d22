# both_ways.sh -- read by suites.sh and network_suites.sh: a program from Debian's source package, built for wasm and natively, its own suite run by both.
#
#     PROGRAM [wasm|native]...
#
# Who reads it defines build, run_suite and summary LOG, and sets: ENVIRONMENT, what the suites set for the program (a guest sees no other variable);
# wrapped, whether scripts stand for the modules; flags, what those grant besides the build tree, as text of the script; rooted, whether a guest's root is
# wanted. Trees and logs stay in $WASIX_SUITES (wasix-suites in the directory for temporary files). Results: docs/programs.md.
set -eu

[ $# -gt 0 ] || {
	echo "usage: sh $0 PROGRAM [wasm|native]..." >&2
	exit 2
}
program=$1
shift
[ $# -gt 0 ] || set -- wasm native
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "${WASIX_BIN:-$here/../build/bin}" && pwd)
cache=${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/sources
base=${WASIX_SUITES:-${TMPDIR:-/tmp}/wasix-suites}
wrapped='' flags='' rooted=''
. "$here/debian.sh"

is_module() {
	[ "$(head -c 4 "$1" | od -An -tx1)" = ' 00 61 73 6d' ]
}

# script_of MODULE, which is relative to the tree: a script that runs it. It starts in the module's directory, so that argv[0] is the bare
# name, as messages show it, and hands over the descriptors that the suite opened for it.
script_of() {
	echo '#!/bin/sh'
	echo "at=\$PWD tree='$tree'; cd '$tree/$(dirname "$1")' || exit 126"
	echo 'fds=; for fd in 3 4 5 6 7 8 9; do [ ! -e /dev/fd/$fd ] || [ -d /dev/fd/$fd ] || fds="$fds --fd $fd"; done'
	printf '%s' "exec '$bin/wasix' run --timeout 600 --dir='$tree::$tree' $flags --cwd=\"\$at\" \$fds"
	for name in $ENVIRONMENT; do
		printf ' ${%s+--env "%s=$%s"}' "$name" "$name" "$name"
	done
	echo " '$(basename "$1")' \"\$@\""
}

# wrap_modules: every linked module of the tree moves to .modules/, and a script takes its place
wrap_modules() {
	find . -type f -perm /111 ! -path './.modules/*' | while read -r file; do
		is_module "$file" || continue
		module=.modules/${file#./}
		mkdir -p "$(dirname "$module")"
		mv "$file" "$module"
		script_of "$module" >"$file"
		chmod +x "$file"
	done
}

# configure FLAGS...
configure() {
	[ -x configure ] || autoreconf -fi
	if [ "$target" = wasm ]; then
		export CONFIG_SITE="$bin/../share/wasix/config.site"
		set -- --host=wasm32-wasmer-wasi AWK=awk "$@" # the host's may be called mawk
	fi
	FORCE_UNSAFE_CONFIGURE=1 ./configure CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS=-O2 "$@"
}

# unknown: what build says to a program that it does not know
unknown() {
	exit 64
}

# one_way wasm|native
one_way() {
	target=$1
	case $target in
	wasm) cc=$bin/wasixcc ar=$bin/wasixar ranlib=$bin/wasixranlib ;;
	native) cc=clang-22 ar=llvm-ar-22 ranlib=llvm-ranlib-22 ;;
	*)
		echo "${0##*/}: wasm or native is expected, not '$target'" >&2
		exit 2
		;;
	esac
	[ "$target$rooted" != wasmyes ] || sh "$here/root.sh" "$base/root"
	tree=$base/$target/$program
	rm -rf "$tree"
	mkdir -p "$tree"
	(cd "$tree" && build) >"$tree.build.log" 2>&1 </dev/null || {
		[ $? != 64 ] || {
			rm -r "$tree" "$tree.build.log"
			echo "${0##*/}: no suite of '$program' is known" >&2
			exit 2
		}
		echo "${0##*/}: $program ($target) does not build: $tree.build.log" >&2
		exit 1
	}
	[ "$target$wrapped" != wasmyes ] || (cd "$tree" && wrap_modules)
	(cd "$tree" && run_suite) >"$tree.log" 2>&1 </dev/null || :
	printf '%-8s %-7s %s\n' "$program" "$target" "$(summary "$tree.log")"
}

# both_ways TARGET...
both_ways() {
	for way; do
		one_way "$way"
	done
}
