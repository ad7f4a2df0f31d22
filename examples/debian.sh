# debian.sh -- read by programs.sh and suites.sh: Debian's source packages, into the current directory. $cache is where they are kept.

# fetch PACKAGE: its source package into the cache
fetch() {
	mkdir -p "$cache/$1"
	ls "$cache/$1"/*.dsc >/dev/null 2>&1 ||
		(cd "$cache/$1" && for name in "$1" "$1/stable" "$1/bookworm"; do
			apt-get -qq -o APT::Sandbox::User=root source --download-only "$name" && break
		done)
}

# unpack PACKAGE: its upstream source
unpack() {
	fetch "$1"
	tar -xf "$(ls "$cache/$1"/*.orig.tar.*z* | grep -v '\.asc$' | head -n 1)" --strip-components=1
}

# unpack_iperf3: the release that the mirrors keep, which may be newer than what apt knows: from the same directory
unpack_iperf3() {
	version=3.20 sum=84640ea0f43831850434e50134d0554b7a94f97fb02e2488ffbe252c9fb05a56
	archive=$cache/iperf3/iperf3_$version.orig.tar.gz
	mkdir -p "$cache/iperf3"
	[ -f "$archive" ] || {
		directory=$(apt-get source --print-uris iperf3 | sed -n "s/^'\(.*\/\)[^/]*\.orig\.[^']*'.*/\1/p" | head -n 1)
		/usr/lib/apt/apt-helper -o APT::Sandbox::User=root download-file "$directory${archive##*/}" "$archive" "SHA256:$sum"
	}
	tar -xf "$archive" --strip-components=1
}

# unpack_make: GNU make has no configure in Debian's source, and only with Debian's own changes can one be made
# (autoconf, automake, autopoint, pkg-config)
unpack_make() {
	fetch make-dfsg
	dpkg-source --no-check -x "$cache"/make-dfsg/*.dsc unpacked
	cp -a unpacked/. .
	rm -r unpacked
	autoreconf -fi
}

# unpack_bison: its manual is not in Debian's source; as in debian/rules, an empty one, and nothing that would be made from it is out of date
unpack_bison() {
	unpack bison
	echo '@setfilename bison.info' >doc/bison.texi
	mkdir -p doc/figs
	touch -d 2000-01-01 doc/bison.info doc/bison.help doc/figs/example.txt doc/figs/example-reduce.txt doc/figs/example-shift.txt \
		doc/*.texi build-aux/cross-options.pl src/getargs.c
}
