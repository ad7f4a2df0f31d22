#!/bin/sh
# network_suites.sh PROGRAM [wasm|native]... -- build socat, lighttpd or an event library from Debian's source package, run its own test suite, print what
# passed.
#
# libuv, libevent: one module, which starts itself; all of it runs in the guest.
# socat: the suite runs on the host, a script in place of each module; the guest sees the module under that name too, so that it can be started by another.
# lighttpd: likewise; its suite is perl, and hands over a listening socket as descriptor 3, or as 0 to those that answer for another server.
# Each run has a network and numbers of processes of its own, where the machine lets it make them. See both_ways.sh.
. "$(dirname "$0")/both_ways.sh"

ENVIRONMENT='HOME TERM USER LOGNAME SHELL TZ LANG LC_ALL SOCAT_OPTS SOCAT_MAIN_WAIT SOCAT_PREFERRED_RESOLVE_IP SOCAT_DEFAULT_LISTEN_IP'

if [ "$program" = socat ]; then
	wrapped=yes rooted=yes flags="--net --dir=$base/root::/ --dir=/tmp --env=PATH=/bin"
	for name in socat filan procan; do
		flags="$flags --volume=\"\$tree/.modules/$name:\$tree/$name:ro\""
	done
	for name in passwd group services; do # the suite takes names from them
		flags="$flags --volume=/etc/$name:/etc/$name:ro"
	done
fi

if [ "$program" = lighttpd ]; then # what it starts, it starts by sh
	wrapped=yes rooted=yes
	flags="--forward-host-env --env=LISTEN_PID=2 --fd 0 \${LISTEN_FDS:+--net} --dir=/var/tmp --map-command=sh=$base/root/bin/dash"
	for name in fcgi-responder scgi-responder; do
		flags="$flags --volume=\"\$tree/.modules/tests/$name:\$tree/tests/$name:ro\""
	done
fi

# build_zlib DIR: the library that the host has
build_zlib() (
	mkdir "$1"
	cd "$1"
	unpack zlib
	CHOST=wasm32 CC=$cc AR=$ar RANLIB=$ranlib ./configure --static
	make libz.a
)

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
	libevent) # configure finds that threads need no flag; sendfile is used by the name of the system
		unpack libevent
		set --
		if [ "$target" = wasm ]; then
			cc="$cc -pthread"
			build_zlib "$PWD/zlib"
			set -- CPPFLAGS="-D__linux__ -I$PWD/zlib" LDFLAGS="-L$PWD/zlib"
		fi
		configure --disable-shared --disable-openssl --disable-samples "$@"
		make
		;;
	socat)
		unpack socat
		configure --disable-openssl --disable-readline --disable-libwrap
		make
		;;
	lighttpd) # linked with its modules, as its INSTALL tells; it knows by the system's name how to tell a half-closed connection
		unpack lighttpd
		sed -n 's/^  mod_\(.*\)\.c.*/PLUGIN_INIT(mod_\1)/p' src/Makefile.am | grep -v _api | sort -u >src/plugin-static.h
		export LIGHTTPD_STATIC=yes
		[ "$target" = native ] || cc="$cc -D__linux__"
		configure --disable-shared --enable-static --without-pcre2 --without-zlib
		make
		make -C tests fcgi-responder scgi-responder
		;;
	*)
		unknown
		;;
	esac
}

# alone COMMAND...: in a network of its own, and among processes of its own, of which none is left; where socat's suite sends a signal to a number that
# a guest told, nobody else has that number
alone() {
	if unshare -np --fork --mount-proc true 2>/dev/null; then
		unshare -np --fork --mount-proc sh -c 'ip link set lo up; exec "$@"' sh "$@"
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
	socat)
		# what its addresses start within a tenth of a second is compiled before
		[ "$target" = native ] || for module in .modules/* "$base"/root/bin/sh "$base"/root/bin/cat "$base"/root/bin/od "$base"/root/bin/grep \
			"$base"/root/bin/sed "$base"/root/bin/bash; do
			"$bin/wasix" compile "$module"
		done
		alone bash ./test.sh -t 0.5
		;;
	lighttpd)
		[ "$target" = native ] || for module in .modules/src/lighttpd .modules/tests/* "$base/root/bin/dash"; do
			"$bin/wasix" compile "$module"
		done
		(cd tests && export SHELL=/bin/sh srcdir=. top_builddir=.. && ./prepare.sh && timeout 600 perl run-tests.pl)
		;;
	esac
}

# One line of counts, in the words of each kind of suite.
summary() {
	case $program in
	libuv) echo "ok $(grep -c '^ok' "$1"), of them skipped $(grep -c '^ok.*# SKIP' "$1"), not ok $(grep -c '^not ok' "$1")" ;;
	socat) grep -a '^Summary' "$1" ;;
	lighttpd) grep -a 'subtests failed' "$1" | tail -n 1 ;;
	libevent) grep -a 'tests ok\|TESTS FAILED\|tests passed\|failed' "$1" | tail -n 1 ;;
	esac
	echo
}

both_ways "$@"
