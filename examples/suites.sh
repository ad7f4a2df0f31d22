#!/bin/sh
# suites.sh PROGRAM [wasm|native]... -- build a program from Debian's source package, run its own test suite, print what passed.
#
# coreutils, findutils, diffutils, gzip, m4: all of it runs in the guest, its tests by our make and bash, their commands our programs; the guest has a root
# of those and the build tree, nothing else. What is a script of perl, or needs a compiler, is left to the others' way.
# The others: the suite runs on the host, so each module is moved to .modules/ and a script of its name runs it: `wasix run` with the
# build tree and what `flags` below says, nothing else; what a program starts are modules as well (`needs`). Trees and logs stay in $WASIX_SUITES (wasix-suites in the directory for temporary files). Results: docs/programs.md.
set -eu

program=$1
shift
[ $# -gt 0 ] || set -- wasm native
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "${WASIX_BIN:-$here/../build/bin}" && pwd)
cache=${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/sources
base=${WASIX_SUITES:-${TMPDIR:-/tmp}/wasix-suites}
. "$here/debian.sh"

# What the suites set for the program; a guest sees no other variable.
ENVIRONMENT='HOME COLS LC_ALL LANG LC_CTYPE TZ TMPDIR POSIXLY_CORRECT GREP_COLORS GREP_COLOR TERM AWKPATH BISON_PKGDATADIR BISON_PROGRAM_NAME M4 YYFLAT MAKEFLAGS MAKELEVEL
	AWKLIBPATH AWKBUFSIZE GAWK_READ_TIMEOUT TAR_OPTIONS TAPE NO_COLOR JQ_COLORS XZ_OPT XZ_DEFAULTS srcdir'

# Besides the build tree: the commands that the tests let the program start, read-only. One that is asked for by its name alone is first
# looked for in the build tree.
tools=$base/tools
case $program in
sed)
	needs='dash coreutils' flags='--env=PATH=/bin --map-command=sed="$tree/.modules/sed/sed"'
	for command in sh cat touch; do
		flags="$flags --map-command=$command=$tools/$command"
	done
	;;
gawk) needs='dash coreutils grep sed' flags="--volume=$tools:/bin:ro --env=PATH=\"\$tree/.modules:/bin\"" ;;
tar) needs='dash coreutils gzip bzip2 xz' flags="--volume=$tools:/bin:ro --env=PATH=\"\$tree/.modules/src:\$tree/.modules/tests:/bin\"" ;;
jq) needs= flags=--dir=/dev ;;
make | bison) needs= flags="--dir=$base/root::/ --env=PATH=/bin" ;;
*) needs= flags= ;;
esac

make_tools() {
	for tool in $needs; do
		[ -e "$tools/.$tool" ] || TMPDIR=$base sh "$here/programs.sh" "$tool" wasm "$tools" >"$tools.log" 2>&1 || {
			echo "suites.sh: $tool does not build: $tools.log" >&2
			exit 1
		}
		: >"$tools/.$tool"
	done
	[ -z "$needs" ] || cp "$tools/dash" "$tools/sh"
}

# check MAKE-ARGUMENTS: the package's own harness, with a limit for each test; in the guest if the target is wasm
check() {
	set -- -k "$@" SH_LOG_COMPILER='timeout 300 /bin/bash' LOG_COMPILER='timeout 300 /bin/bash'
	if [ "$target" = native ]; then
		make "$@"
	else
		"$bin/wasix" run --timeout 14400 --enable-threads --dir="$base/root::/" --dir="$tree::$tree" --cwd="$tree" \
			--env PATH=/bin --env HOME=/tmp "$base/root/bin/bash" -c 'make "$@"' make "$@"
	fi
}

is_module() {
	[ "$(head -c 4 "$1" | od -An -tx1)" = ' 00 61 73 6d' ]
}

# wrap_modules: every linked module below the current directory becomes a script that runs it
wrap_modules() {
	tree=$(pwd)
	find . -type f -perm /111 ! -path './.modules/*' | while read -r file; do
		is_module "$file" || continue
		directory=.modules/$(dirname "$file")
		mkdir -p "$directory"
		mv "$file" "$directory/"
		{
			echo '#!/bin/sh'
			# from the module's directory, so that argv[0] is the bare name, as messages show it
			echo "at=\$PWD tree='$tree'; cd '$tree/$directory' || exit 126"
			printf '%s' "exec '$bin/wasix' run --timeout 60 --dir='$tree::$tree' $flags --cwd=\"\$at\""
			for name in $ENVIRONMENT; do
				printf ' ${%s+--env "%s=$%s"}' "$name" "$name" "$name"
			done
			echo " '$(basename "$file")' \"\$@\""
		} >"$file"
		chmod +x "$file"
	done
}

configure() {
	[ -x configure ] || autoreconf -fi
	if [ "$target" = wasm ]; then
		export CONFIG_SITE="$bin/../share/wasix/config.site"
		set -- --host=wasm32-wasmer-wasi AWK=awk "$@" # the host's may be called mawk
	fi
	FORCE_UNSAFE_CONFIGURE=1 ./configure CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS=-O2 "$@"
}

build() {
	case $program in
	zlib)
		unpack zlib
		CHOST=wasm32 CC=$cc AR=$ar RANLIB=$ranlib ./configure --static
		make
		;;
	bzip2) unpack bzip2 && make CC="$cc" AR="$ar" RANLIB="$ranlib" bzip2 bzip2recover ;;
	xz)
		unpack xz-utils
		configure --disable-nls --disable-shared --disable-threads
		make
		make check TESTS=
		;;
	brotli)
		unpack brotli
		set -- -DCMAKE_C_COMPILER="$cc"
		[ "$target" = native ] || set -- -DCMAKE_TOOLCHAIN_FILE="$bin/../share/wasix/wasix.toolchain.cmake"
		cmake -S . -B out -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF "$@"
		make -C out brotli
		;;
	jq)
		unpack jq
		configure --with-oniguruma=no --disable-shared --enable-static --disable-docs --disable-maintainer-mode
		make
		;;
	gawk) # Debian's package lacks the sources of its manual
		unpack gawk
		configure --disable-nls --disable-mpfr --disable-shared
		make -C support
		make gawk
		;;
	sed) unpack sed && configure --disable-nls && make && make check SUBDIRS=. TESTS= ;;
	coreutils | findutils)
		unpack "$program"
		configure --disable-nls --disable-dependency-tracking
		make
		make check SUBDIRS=. TESTS=
		;;
	diffutils | gzip | m4)
		unpack "$program"
		configure --disable-nls --disable-dependency-tracking
		make
		;;
	make)
		unpack_make
		configure --disable-nls --without-guile CFLAGS='-O2 -Wno-incompatible-pointer-types'
		make
		;;
	bison)
		unpack_bison
		set -- M4=/bin/m4
		[ "$target" = native ] || set -- "$@" CPPFLAGS=-DMUSL_LIBC=1 # as in programs.sh
		configure --disable-nls "$@"
		make
		;;
	grep) unpack grep && configure --disable-nls && make && make -C tests check TESTS= ;;
	tar) unpack tar && configure --disable-nls && make && make -C tests genfile checkseekhole ckmtime ;;
	*)
		echo "suites.sh: no suite of '$program' is known" >&2
		exit 2
		;;
	esac
}

run_suite() {
	case $program in
	zlib)
		make -o static teststatic
		make -o all64 test64
		;;
	bzip2) make -o bzip2 test && echo 'bzip2 OK ***' ;;
	brotli) cd out && ctest ;;
	jq)
		mkdir -p tmp
		for t in jqtest optionaltest base64test utf8test shtest; do
			NO_VALGRIND=1 TMPDIR=$PWD/tmp sh tests/$t && echo "PASS $t" || echo "FAIL $t"
		done
		;;
	gawk) make -k -C test check ;;
	coreutils) check check-TESTS TESTSUITE_PERL='$(SHELL) $(srcdir)/tests/no-perl' ;;
	findutils) check check-TESTS ;;
	diffutils | gzip) check -C tests check-TESTS ;;
	m4) check -C checks check-local ;;
	make) make check-regression ;;
	bison) # the parsers that it writes are native programs
		make check-tests TESTSUITEFLAGS="CC=clang-22 CXX=clang++-22 BISON_CXX_WORKS=: LIBS=$base/native/bison/lib/libbison.a"
		;;
	sed) make -k check SUBDIRS=. ;;
	grep | tar) make -k -C tests check ;;
	xz) make -k check ;;
	esac
}

# One line of counts, in the words of each kind of suite.
summary() {
	case $program in
	zlib | bzip2) echo "passed $(grep -c 'OK \*\*\*' "$1")" ;;
	gawk) echo "ran $(sed '/TESTS FAILED/q' "$1" | grep -cE '^[a-z][A-Za-z0-9_.-]*$'), $(grep -m 1 -oE 'ALL TESTS PASSED|[0-9]+ TESTS FAILED' "$1")" ;;
	jq) grep -E 'tests passed|^(PASS|FAIL) ' "$1" | tr '\n' ';' ;;
	tar | bison) grep -A2 -E 'tests? (were|was) run' "$1" | tr '\n' ' ' ;;
	brotli) grep 'tests passed' "$1" ;;
	coreutils | findutils | diffutils | gzip) # what each test left: with -j their lines may be mixed
		find "$tree" -name '*.trs' ! -path '*/gnulib-tests/*' -exec sed -n 's/^:test-result: //p' {} + | cut -d ' ' -f 1 | sort | uniq -c | tr '\n' ' ' ;;
	m4) awk '/^Checking/ { n++ } /skipping/ { s++ } /^Failed checks/ { getline; f = NF } END { printf "checked %d, failed %d, skipped %d", n, f, s }' "$1" ;;
	make) awk '/passed\)$/ { n = $0; sub(/.*\(/, "", n); sub(/.*\//, "", n); all += n; n = $0; sub(/.*\(/, "", n); ok += n }
		END { printf "passed %d of %d", ok, all }' "$1" ;;
	*) awk '/^# [A-Z]+: +[0-9]+$/ { count[$2] += $3 }
		END { for (kind in count) printf "%s %d  ", kind, count[kind] }' "$1" ;;
	esac
	echo
}

inside=
case $program in
coreutils | findutils | diffutils | gzip | m4) inside=1 ;;
esac
case "$program $*" in
coreutils*wasm* | findutils*wasm* | diffutils*wasm* | gzip*wasm* | m4*wasm* | make*wasm* | bison*wasm*) sh "$here/root.sh" "$base/root" ;;
esac

for target; do
	case $target in
	wasm) cc=$bin/wasixcc ar=$bin/wasixar ranlib=$bin/wasixranlib ;;
	native) cc=clang-22 ar=llvm-ar-22 ranlib=llvm-ranlib-22 ;;
	*)
		echo "suites.sh: wasm or native is expected, not '$target'" >&2
		exit 2
		;;
	esac
	tree=$base/$target/$program
	rm -rf "$tree"
	mkdir -p "$tree" "$tools"
	[ "$target" = native ] || make_tools
	(cd "$tree" && build) >"$tree.build.log" 2>&1 </dev/null || {
		echo "suites.sh: $program ($target) does not build: $tree.build.log" >&2
		exit 1
	}
	[ "$target" = native ] || [ "$inside" ] || (cd "$tree" && wrap_modules)
	(cd "$tree" && run_suite) >"$tree.log" 2>&1 </dev/null || :
	printf '%-7s %-7s %s\n' "$program" "$target" "$(summary "$tree.log")"
done
