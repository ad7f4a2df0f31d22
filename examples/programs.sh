#!/bin/sh
# programs.sh PROGRAM wasm|native OUTDIR -- build a program from Debian's source package, unpatched.
#
# lua sqlite speedtest1 minigzip bzip2 xz sed grep gawk tar jq brotli curl redis-server
# dash bash make coreutils find diff gzip m4 bison
# memcached nginx lighttpd socat nc iperf3
# lua-dynamic (Lua that loads modules in C, with two of them: OUTDIR/lpeg.so, OUTDIR/cjson.so)
# sqlite-dynamic (with .load, and four extensions: OUTDIR/series.so...)
# busybox openssl zstd tclsh
#
# wasm uses wasixcc (from $WASIX_BIN, the directory of the drivers), native clang-22; both with the package's own build files and -O3.
# Sources are fetched once into the build cache. Leaves OUTDIR/PROGRAM.
set -eu

program=$1
target=$2
mkdir -p "$3"
out=$(cd "$3" && pwd)
cache=${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/sources
here=$(cd "$(dirname "$0")" && pwd)
bin=${WASIX_BIN:-$here/../build/bin}
. "$here/debian.sh"

case $target in
wasm)
	cc=$bin/wasixcc ar=$bin/wasixar ranlib=$bin/wasixranlib host=--host=wasm32-wasmer-wasi
	config_site=$bin/../share/wasix/config.site
	[ -f "$config_site" ] && export CONFIG_SITE="$config_site"
	;;
native) cc=clang-22 ar=llvm-ar-22 ranlib=llvm-ranlib-22 host= ;;
*)
	echo "programs.sh: wasm or native is expected, not '$target'" >&2
	exit 2
	;;
esac

work=$(mktemp -d "${TMPDIR:-/tmp}/wasix-program.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# source_of PACKAGE: enters a directory with its source
source_of() {
	mkdir -p "$work/$1"
	cd "$work/$1"
	case $1 in
	make | bison | iperf3) "unpack_$1" ;;
	*) unpack "$1" ;;
	esac
}

configure_sqlite() {
	source_of sqlite3
	./configure $host CC="$cc" AR="$ar" RANLIB="$ranlib" BUILD_CC=clang-22 CFLAGS="-O3" \
		--disable-tcl --disable-readline --disable-shared
}

# build_configured PACKAGE FILE [FLAGS...]: ./configure && make FILE, which is relative to the package
build_configured() {
	package=$1 file=$2
	shift 2
	source_of "$package"
	[ -x configure ] || autoreconf -fi
	./configure $host CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS="-O3" --disable-nls "$@"
	case $program in
	gawk) make -C support && make "$file" ;; # its manual is not in Debian's package
	*) make ;;
	esac
	cp "$file" "$out/$program"
}

# what busybox has for Linux's kernel alone, by the kernel's headers or files
BUSYBOX_WITHOUT="ACPID BEEP BLKDISCARD BLOCKDEV BRCTL ETHER_WAKE FBSPLASH HDPARM I2CDETECT I2CDUMP I2CGET I2CSET I2CTRANSFER IFCONFIG
	IFENSLAVE IFPLUGD IONICE KBD_MODE LOADFONT SETFONT MDEV MKDOSFS MKE2FS MKFS_EXT2 MKFS_VFAT NAMEIF NANDDUMP NANDWRITE
	NBDCLIENT OPENVT PARTPROBE RAIDAUTORUN SETPRIV SHOWKEY SWITCH_ROOT RUN_INIT TUNCTL UBIATTACH UBIDETACH UBIMKVOL
	UBIRENAME UBIRMVOL UBIRSVOL UBIUPDATEVOL UDHCPC UDHCPC6 UEVENT WATCHDOG ZCIP FSFREEZE FSTRIM FREE UPTIME IP IPADDR
	IPLINK IPROUTE IPTUNNEL IPRULE IPNEIGH TC SLATTACH LOSETUP FEATURE_MOUNT_LOOP MOUNT UMOUNT ARP VCONFIG CONSPY EJECT"

case $program in
dash) build_configured dash src/dash ;;
bash)
	# its own copy of termcap is from before C99, and defines what readline does; both say so with a macro and a flag
	source_of bash
	./configure $host CC="$cc" AR="$ar" RANLIB="$ranlib" --without-bash-malloc --disable-nls
	make CFLAGS="-O3 -DNEED_EXTERN_PC -Wno-implicit-function-declaration"
	cp bash "$out/bash"
	;;
coreutils) # all of them, beside the file that is asked for
	FORCE_UNSAFE_CONFIGURE=1 build_configured coreutils src/true --without-gmp
	find src -type f -perm /111 ! -name '*.*' -exec cp {} "$out" \;
	;;
make)
	# its copy of glob, used where the C library has not GNU's, is from before C89
	source_of make
	./configure $host CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS="-O3 -Wno-incompatible-pointer-types" --disable-nls --without-guile
	make
	cp make "$out/make"
	;;
bison) # to run, it wants m4 and its skeletons, by $BISON_PKGDATADIR
	source_of bison
	set --
	[ "$target" = native ] || set -- CPPFLAGS=-DMUSL_LIBC=1 # gnulib knows musl by the name of the system, and that its iconv puts stars
	./configure $host CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS=-O3 --disable-nls M4=/bin/m4 "$@"
	make
	cp src/bison "$out/bison"
	mkdir -p "$out/../share/bison"
	cp -R data/. "$out/../share/bison"
	;;
find)
	build_configured findutils find/find
	cp xargs/xargs "$out"
	;;
diff)
	build_configured diffutils src/diff
	cp src/cmp src/diff3 src/sdiff "$out"
	;;
gzip) build_configured gzip gzip ;;
m4) build_configured m4 src/m4 ;;
sed) build_configured sed sed/sed ;;
grep) build_configured grep src/grep ;;
gawk) build_configured gawk gawk --disable-mpfr --disable-shared ;;
tar) FORCE_UNSAFE_CONFIGURE=1 build_configured tar src/tar ;;
xz) build_configured xz-utils src/xz/xz --disable-shared --disable-threads ;;
jq) build_configured jq jq --with-oniguruma=no --disable-shared --disable-docs --disable-maintainer-mode ;;
curl)
	build_configured curl src/curl --disable-shared --without-ssl --without-zlib --without-brotli --without-zstd --without-libpsl \
		--without-libidn2 --without-nghttp2 --disable-ldap --disable-threaded-resolver
	;;
redis-server)
	# its makefile links with -pthread but compiles without; epoll is asked for by the name of the system
	source_of redis
	set --
	[ "$target" = native ] || set -- uname_S=WASIX CFLAGS="-pthread -DHAVE_EPOLL"
	make -C src redis-server MALLOC=libc CC="$cc" AR="$ar" RANLIB="$ranlib" OPTIMIZATION=-O3 USE_SYSTEMD=no "$@"
	cp src/redis-server "$out/redis-server"
	;;
memcached)
	cc="$cc -pthread" # neither configure asks for it
	source_of libevent
	./configure $host CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS=-O3 --disable-shared --disable-openssl --disable-samples \
		--disable-libevent-regress --prefix="$work/installed"
	make install
	source_of memcached
	./configure $host CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS=-O3 --with-libevent="$work/installed" --disable-docs
	make memcached
	cp memcached "$out/memcached"
	;;
nginx)
	# Its configure runs what it links, so there a script of each test's name runs the module. It chooses by the system's name; its own -Werror
	# meets the macros of musl's sys/socket.h.
	source_of nginx
	set -- --with-cc="$cc"
	[ "$target" = native ] || set -- --with-cc="$here/runnable-cc $cc" --crossbuild=Linux:6.1:x86_64
	./configure "$@" --prefix= --with-threads --without-http_rewrite_module --without-http_gzip_module \
		--with-cc-opt='-O3 -pthread -Wno-sign-compare' --with-ld-opt=-pthread
	make CC="$cc"
	cp objs/nginx "$out/nginx"
	;;
lighttpd)
	# with its modules linked in, which its file INSTALL tells how
	source_of lighttpd
	sed -n 's/^  mod_\(.*\)\.c.*/PLUGIN_INIT(mod_\1)/p' src/Makefile.am | grep -v _api | sort -u >src/plugin-static.h
	export LIGHTTPD_STATIC=yes
	./configure $host CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS=-O3 --disable-shared --enable-static --without-pcre2 --without-zlib
	make
	cp src/lighttpd "$out/lighttpd"
	;;
socat) build_configured socat socat --disable-openssl --disable-readline --disable-libwrap ;;
iperf3)
	cc="$cc -pthread" # its configure finds that threads need no flag
	build_configured iperf3 src/iperf3 --disable-shared --without-openssl --without-sctp
	;;
nc)
	# C of 1996, which says nothing of what it calls
	source_of netcat
	make generic CC="$cc" LD="$cc -O3 -std=gnu89 -w -Wno-int-conversion -Wno-implicit-int -Wno-implicit-function-declaration -include time.h -include resolv.h"
	cp nc "$out/nc"
	;;
busybox)
	source_of busybox
	make defconfig HOSTCC=clang-22
	for name in $BUSYBOX_WITHOUT; do
		sed -i "s/^CONFIG_$name=y/# CONFIG_$name is not set/" .config
	done
	yes '' | make oldconfig HOSTCC=clang-22 >/dev/null
	set --
	[ "$target" = native ] || set -- LD="$bin/wasixld" NM="$bin/wasixnm" OBJCOPY=:
	make CC="$cc" AR="$ar" HOSTCC=clang-22 SKIP_STRIP=y "$@" busybox
	cp busybox "$out/busybox"
	;;
openssl)
	source_of openssl
	set -- linux-x86_64
	[ "$target" = native ] || set -- linux-generic32
	./Configure "$@" no-asm no-shared no-dso no-engine CC="$cc -pthread" AR="$ar" RANLIB="$ranlib" CFLAGS=-O3
	make build_libs apps/openssl
	cp apps/openssl "$out/openssl"
	;;
zstd)
	source_of libzstd
	make -C programs zstd CC="$cc -pthread" AR="$ar"
	cp programs/zstd "$out/zstd"
	;;
tclsh) # finds its library beside itself, in ../lib
	source_of tcl8.6
	cd unix
	./configure $host CC="$cc -pthread" AR="$ar" RANLIB="$ranlib" --disable-shared # its configure finds that threads need no flag
	make tclsh
	cp tclsh "$out/tclsh"
	mkdir -p "$out/../lib"
	cp -R ../library "$out/../lib/tcl8.6"
	;;
bzip2)
	source_of bzip2
	make CC="$cc" AR="$ar" RANLIB="$ranlib" CFLAGS="-O3 -D_FILE_OFFSET_BITS=64" bzip2
	cp bzip2 "$out/bzip2"
	;;
brotli)
	source_of brotli
	set -- -DCMAKE_C_COMPILER="$cc"
	[ "$target" = native ] || set -- -DCMAKE_TOOLCHAIN_FILE="$bin/../share/wasix/wasix.toolchain.cmake"
	cmake -S . -B out -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF "$@"
	make -C out brotli
	cp out/brotli "$out/brotli"
	;;
lua)
	source_of lua5.4
	make -C src posix CC="$cc -std=gnu99" AR="$ar rcu" RANLIB="$ranlib" MYCFLAGS=-O3
	cp src/lua "$out/lua"
	;;
lua-dynamic) # beside the modules their own tests: OUTDIR/lpeg, OUTDIR/cjson
	source_of lua5.4
	make -C src lua CC="$cc -std=gnu99" AR="$ar rcu" RANLIB="$ranlib" MYCFLAGS="-O3 -fPIC" SYSCFLAGS=-DLUA_USE_LINUX SYSLIBS="-Wl,-E -ldl" \
		MYLDFLAGS=-pie
	cp src/lua "$out/lua-dynamic"
	include=$work/lua5.4/src
	source_of lua-lpeg
	$cc -O3 -fPIC -shared -I"$include" lp*.c -o "$out/lpeg.so"
	mkdir -p "$out/lpeg" "$out/cjson"
	cp test.lua re.lua "$out/lpeg"
	source_of lua-cjson
	$cc -O3 -fPIC -shared -w -I"$include" lua_cjson.c strbuf.c fpconv.c -o "$out/cjson.so"
	(cd tests && perl -w genutf8.pl 2>/dev/null)
	cp -R tests/. lua/cjson "$out/cjson"
	;;
sqlite)
	configure_sqlite
	make sqlite3
	cp sqlite3 "$out/sqlite"
	;;
sqlite-dynamic)
	configure_sqlite
	make sqlite3.c shell.c
	$cc -O3 -fPIC -pie -rdynamic -I. shell.c sqlite3.c -lm -ldl -lpthread -o "$out/sqlite-dynamic"
	for extension in series regexp uuid csv; do
		$cc -O3 -fPIC -shared -I. ext/misc/$extension.c -o "$out/$extension.so"
	done
	;;
speedtest1)
	configure_sqlite
	make sqlite3.c
	$cc -O3 -DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION -I. test/speedtest1.c sqlite3.c -lm -o "$out/speedtest1"
	;;
minigzip)
	source_of zlib
	$cc -O3 -DHAVE_UNISTD_H -D_LARGEFILE64_SOURCE=1 -I. -o "$out/minigzip" test/minigzip.c \
		adler32.c crc32.c deflate.c infback.c inffast.c inflate.c inftrees.c trees.c zutil.c compress.c uncompr.c gz*.c
	;;
*)
	echo "programs.sh: no program is called '$program'" >&2
	exit 2
	;;
esac
