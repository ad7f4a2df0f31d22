#!/bin/sh
# network_suites.sh PROGRAM [wasm|native]... -- build socat or an event library from Debian's source package, run its own test suite, print what passed.
#
# libuv, libevent: one module, which starts itself; all of it runs in the guest.
# socat: the suite runs on the host. Each module is moved to .modules/, a script in its place runs it, and the guest sees the module under
# that name too, so that it can be started by another.
# Each run has a network of its own, where the machine lets it make one. Trees and logs stay in $WASIX_SUITES. Results: docs/programs.md.
set -eu

program=$1
shift
[ $# -gt 0 ] || set -- wasm native
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "${WASIX_BIN:-$here/../build/bin}" && pwd)
cache=${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/sources
base=${WASIX_SUITES:-${TMPDIR:-/tmp}/wasix-suites}
. "$here/debian.sh"

ENVIRONMENT='HOME TERM USER LOGNAME SHELL TZ LANG LC_ALL SOCAT_OPTS SOCAT_MAIN_WAIT SOCAT_PREFERRED_RESOLVE_IP SOCAT_DEFAULT_LISTEN_IP'

is_module() {
	[ "$(head -c 4 "$1" | od -An -tx1)" = ' 00 61 73 6d' ]
}

# wrap_modules: as the head says
wrap_modules() {
	for name in sh cat od grep sed bash; do # what its addresses start within a tenth of a second
		"$bin/wasix" compile "$base/root/bin/$name"
	done
	volumes=
	for file in $(find . -type f -perm /111 ! -path './.modules/*'); do
		is_module "$file" || continue
		mkdir -p ".modules/$(dirname "$file")"
		mv "$file" ".modules/$file"
		"$bin/wasix" compile ".modules/$file"
		volumes="$volumes --volume='$tree/.modules/$file:$tree/${file#./}:ro'"
	done
	find .modules -type f | while read -r module; do
		file=${module#.modules/}
		{
			echo '#!/bin/sh'
			printf '%s' "exec '$bin/wasix' run --net --dir='$base/root::/' --dir=/tmp --dir='$tree::$tree' $volumes --env=PATH=/bin --cwd=\"\$PWD\""
			for name in $ENVIRONMENT; do
				printf ' ${%s+--env "%s=$%s"}' "$name" "$name" "$name"
			done
			echo " '$tree/$module' \"\$@\""
		} >"$file"
		chmod +x "$file"
	done
}

# configure FLAGS...
configure() {
	if [ "$target" = wasm ]; then
		export CONFIG_SITE="$bin/../share/wasix/config.site"
		set -- --host=wasm32-wasmer-wasi "$@"
	fi
	./configure CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS=-O2 "$@"
}

build() {
	case $program in
	libuv) # its sources are chosen by the system's name
		unpack libuv1
		set -- -DCMAKE_C_COMPILER="$cc"
		[ "$target" = native ] || set -- -DCMAKE_TOOLCHAIN_FILE="$bin/../share/wasix/wasix.toolchain.cmake" -DCMAKE_SYSTEM_NAME=Linux \
			-DCMAKE_C_FLAGS='-pthread -D__linux__ -D__unix__'
		cmake -S . -B out -DCMAKE_BUILD_TYPE=Release -DLIBUV_BUILD_BENCH=OFF "$@"
		make -C out uv_run_tests_a
		;;
	libevent) # configure finds that threads need no flag, and that sendfile is of Linux alone
		unpack libevent
		[ "$target" = native ] || cc="$cc -pthread"
		configure --disable-shared --disable-openssl --disable-samples
		make
		;;
	socat)
		unpack socat
		configure --disable-openssl --disable-readline --disable-libwrap
		make
		;;
	*)
		echo "network_suites.sh: no suite of '$program' is known" >&2
		exit 2
		;;
	esac
}

# alone COMMAND...: in a network of its own
alone() {
	if unshare -n true 2>/dev/null; then
		unshare -n sh -c 'ip link set lo up; exec "$@"' sh "$@"
	else
		"$@"
	fi
}

# one_module FILE: the suite that is one program; by another user than root, whom its tests expect
one_module() {
	mkdir -p "$base/bare/tmp" "$base/bare/etc" "$base/cache"
	chmod 1777 "$base/bare/tmp"
	user=$(id -u) become=
	if [ "$user" = 0 ]; then
		user=65534 become='setpriv --reuid=65534 --regid=65534 --clear-groups'
		chown -R 65534 "$tree" "$base/cache"
	fi
	printf 'root:x:0:0::/:/bin/sh\nnobody:x:%s:%s::/tmp:/bin/sh\n' "$user" "$user" >"$base/bare/etc/passwd"
	echo '127.0.0.1 localhost' >"$base/bare/etc/hosts"
	echo 'nameserver 127.0.0.1' >"$base/bare/etc/resolv.conf"
	if [ "$target" = native ]; then
		alone $become "$tree/$1"
	else
		XDG_CACHE_HOME=$base/cache alone $become "$bin/wasix" run --net --enable-threads --max-processes=1000 --timeout 3000 \
			--dir="$base/bare::/" --dir="$tree::$tree" --cwd="$tree" --env=HOME=/tmp --env=PATH=/bin "$tree/$1"
	fi
}

run_suite() {
	case $program in
	libuv) one_module out/uv_run_tests_a ;;
	libevent) one_module test/regress ;;
	socat) alone bash ./test.sh -t 0.5 ;;
	esac
}

# One line of counts, in the words of each kind of suite.
summary() {
	case $program in
	libuv) echo "ok $(grep -c '^ok' "$1"), of them skipped $(grep -c '^ok.*# SKIP' "$1"), not ok $(grep -c '^not ok' "$1")" ;;
	socat) grep -a '^Summary' "$1" ;;
	libevent) grep -a 'tests ok\|TESTS FAILED\|tests passed\|failed' "$1" | tail -n 1 ;;
	esac
	echo
}

case "$program $*" in
socat*wasm*) sh "$here/root.sh" "$base/root" ;;
esac

for target; do
	case $target in
	wasm) cc=$bin/wasixcc ar=$bin/wasixar ranlib=$bin/wasixranlib ;;
	native) cc=clang-22 ar=llvm-ar-22 ranlib=llvm-ranlib-22 ;;
	*)
		echo "network_suites.sh: wasm or native is expected, not '$target'" >&2
		exit 2
		;;
	esac
	tree=$base/$target/$program
	rm -rf "$tree"
	mkdir -p "$tree"
	(cd "$tree" && build) >"$tree.build.log" 2>&1 </dev/null || {
		echo "network_suites.sh: $program ($target) does not build: $tree.build.log" >&2
		exit 1
	}
	[ "$target$program" != wasmsocat ] || (cd "$tree" && wrap_modules)
	(cd "$tree" && run_suite) >"$tree.log" 2>&1 </dev/null || :
	printf '%-8s %-7s %s\n' "$program" "$target" "$(summary "$tree.log")"
done
