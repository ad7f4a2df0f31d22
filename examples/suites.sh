#!/bin/sh
# suites.sh PROGRAM [wasm|native]... -- build a program from Debian's source package, run its own test suite, print what passed.
#
# bash, coreutils, findutils, diffutils, gzip, m4, tcl: all of it runs in the guest, its tests by our make and bash, their commands our programs; the guest has a
# root of those and the build tree, nothing else. What is a script of perl, or for DejaGnu (runtest), then runs the way of the others.
# The others: the suite runs on the host, a script in place of each module. What that starts are modules as well: `needs` names them, or a root.
# See both_ways.sh.
. "$(dirname "$0")/both_ways.sh"

ENVIRONMENT='HOME COLS LC_ALL LANG LANGUAGE LC_CTYPE TZ TMPDIR POSIXLY_CORRECT GREP_COLORS GREP_COLOR TERM AWKPATH BISON_PKGDATADIR BISON_PROGRAM_NAME M4 YYFLAT
	AWKLIBPATH AWKBUFSIZE GAWK_READ_TIMEOUT TAR_OPTIONS TAPE NO_COLOR JQ_COLORS XZ_OPT XZ_DEFAULTS srcdir MAKEFLAGS MAKELEVEL LS_COLORS COLORTERM
	QUOTING_STYLE TABSIZE COLUMNS GNU_FINDUTILS_FD_LEAK_CHECK TIME_STYLE BLOCK_SIZE BLOCKSIZE DF_BLOCK_SIZE DU_BLOCK_SIZE LS_BLOCK_SIZE _POSIX2_VERSION
	FOO _FOO F_OO FOO1'

# Besides the build tree: the commands that the tests let the program start, read-only. One that is asked for by its name alone is first
# looked for in the build tree.
tools=$base/tools
wrapped=yes needs= grants=
case $program in
sed)
	needs='dash coreutils' flags='--env=PATH=/bin --map-command=sed="$tree/.modules/sed/sed"'
	for command in sh cat touch; do
		flags="$flags --map-command=$command=$tools/$command"
	done
	;;
gawk) needs='dash coreutils grep sed' flags="--volume=$tools:/bin:ro --env=PATH=\"\$tree/.modules:/bin\"" ;;
tar) needs='dash coreutils gzip bzip2 xz' flags="--volume=$tools:/bin:ro --env=PATH=\"\$tree/.modules/src:\$tree/.modules/tests:/bin\"" ;;
make | bison) rooted=yes flags="--dir=$base/root::/ --env=PATH=/bin" ;;
coreutils) wrapped= rooted=yes flags="--dir=$base/root::/ --volume=\"\$tree/.modules/src:\$tree/src:ro\" --env=PATH=\"\$tree/src:/bin\"" ;;
tcl) wrapped= rooted=yes grants=--net ;;
bash | findutils | diffutils | gzip | m4) wrapped= rooted=yes flags="--dir=$base/root::/ --env=PATH=/bin" ;;
esac

make_tools() {
	mkdir -p "$tools"
	for tool in $needs; do
		[ -e "$tools/.$tool" ] || TMPDIR=$base sh "$here/programs.sh" "$tool" wasm "$tools"
		: >"$tools/.$tool"
	done
	[ -z "$needs" ] || cp "$tools/dash" "$tools/sh"
}

# inside COMMAND...: by our bash in the guest, if the target is wasm
inside() {
	if [ "$target" = native ]; then
		"$@"
	else
		"$bin/wasix" run --timeout 14400 --enable-threads $grants --dir="$base/root::/" --dir="$tree::$tree" --cwd="$PWD" \
			--env PATH=/bin --env HOME=/tmp "$base/root/bin/bash" -c '"$@"' bash "$@"
	fi
}

# check MAKE-ARGUMENTS: the package's own harness, with a limit for each test
check() {
	inside make -k "$@" SH_LOG_COMPILER='timeout 300 /bin/bash' LOG_COMPILER='timeout 300 /bin/bash'
}

# on_the_host COMMAND...: with scripts in place of the modules, for what the guest has no interpreter of
on_the_host() {
	[ "$target" = native ] || wrap_modules
	"$@"
}

build() {
	[ "$target" = native ] || make_tools
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
	bash) # as in programs.sh
		unpack bash
		configure --without-bash-malloc --disable-nls
		cflags='-O2 -DNEED_EXTERN_PC -Wno-implicit-function-declaration'
		make CFLAGS="$cflags"
		make recho zecho printenv xcase CC_FOR_BUILD="$cc $cflags"
		cp recho zecho printenv xcase tests
		;;
	tcl)
		unpack tcl8.6
		cd unix
		cc="$cc -pthread"
		configure --disable-shared
		make tclsh
		;;
	grep) unpack grep && configure --disable-nls && make && make -C tests check TESTS= ;;
	tar) unpack tar && configure --disable-nls && make && make -C tests genfile checkseekhole ckmtime ;;
	*)
		unknown
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
	bash)
		cd tests
		[ "$target" = native ] && there=$PATH || there=/bin
		there=.:$PWD:$there
		for t in run-*; do
			case $t in run-all | run-minimal | run-gprof) continue ;; esac
			inside timeout 300 env PATH="$there" HOME=/root TMPDIR=/tmp BUILD_DIR="$tree" THIS_SH="$tree/bash" BASH_TSTOUT=/tmp/tstout sh $t && echo "PASS: $t" ||
				echo "FAIL: $t"
		done
		;;
	tcl)
		cd tests
		inside env TCL_LIBRARY="$tree/library" "$tree/unix/tclsh" all.tcl
		;;
	coreutils)
		check check-TESTS TESTSUITE_PERL='$(SHELL) $(srcdir)/tests/no-perl'
		on_the_host make -k check-TESTS TESTS="$(echo tests/*/*.pl tests/*/*.xpl)"
		;;
	findutils)
		check check-TESTS
		on_the_host make -k check-DEJAGNU -C find/testsuite
		make -k check-DEJAGNU -C xargs/testsuite
		make -k check-DEJAGNU -C locate/testsuite
		;;
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
	tcl) grep '^all.tcl:' "$1" | tr '\t' ' ' ;;
	zlib | bzip2) echo "passed $(grep -c 'OK \*\*\*' "$1")" ;;
	gawk) echo "ran $(sed '/TESTS FAILED/q' "$1" | grep -cE '^[a-z][A-Za-z0-9_.-]*$'), $(grep -m 1 -oE 'ALL TESTS PASSED|[0-9]+ TESTS FAILED' "$1")" ;;
	jq) grep -E 'tests passed|^(PASS|FAIL) ' "$1" | tr '\n' ';' ;;
	tar | bison) grep -A2 -E 'tests? (were|was) run' "$1" | tr '\n' ' ' ;;
	brotli) grep 'tests passed' "$1" ;;
	bash) grep -oE '^(PASS|FAIL): run-' "$1" | sort | uniq -c | tr '\n' ' ' ;;
	coreutils | findutils | diffutils | gzip) # what each test left: with -j their lines may be mixed
		sed -n 's/^# of \(.*[a-z]\)[[:space:]]*\([0-9]*\)$/\2 \1/p' "$1" | tr '\n' ' '
		find "$tree" -name '*.trs' ! -path '*/gnulib-tests/*' -exec sed -n 's/^:test-result: //p' {} + | cut -d ' ' -f 1 | sort | uniq -c | tr '\n' ' ' ;;
	m4) awk '/^Checking/ { n++ } /skipping/ { s++ } /^Failed checks/ { getline; f = NF } END { printf "checked %d, failed %d, skipped %d", n, f, s }' "$1" ;;
	make) awk '/passed\)$/ { n = $0; sub(/.*\(/, "", n); sub(/.*\//, "", n); all += n; n = $0; sub(/.*\(/, "", n); ok += n }
		END { printf "passed %d of %d", ok, all }' "$1" ;;
	*) awk '/^# [A-Z]+: +[0-9]+$/ { count[$2] += $3 }
		END { for (kind in count) printf "%s %d  ", kind, count[kind] }' "$1" ;;
	esac
	echo
}

both_ways "$@"
