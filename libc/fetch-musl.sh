#!/bin/sh
# fetch-musl.sh OUTDIR -- leave musl's verified source tarball in OUTDIR.
#
# The tarball is Debian's source package, which carries no patches on musl. It is
# taken, in this order, from WASIX_MUSL_TARBALL, from OUTDIR, or by apt from the
# machine's own Debian mirror. Whatever the way, its checksum decides.
# Root is needed only when apt has no source entries yet.
set -eu

version=1.2.3
name=musl_$version.orig.tar.gz
sha256=7d5b0b6062521e4627e099e4c9dc8248d32a30285e959b7eecaa780cf8cfd4a4
entries=/etc/apt/sources.list.d/wasix-src.sources

die() {
	echo "fetch-musl: $*" >&2
	exit 1
}

verified() {
	[ -f "$1" ] && [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$sha256" ]
}

# Source entries in a file of our own, so that they can be removed; the addresses
# are those of the machine's own binary entries.
source_entries() {
	for list in /etc/apt/sources.list.d/*.sources; do
		[ -f "$list" ] && [ "$list" != "$entries" ] || continue
		grep -q '/debian' "$list" || continue
		sed -e '/^#/d' -e 's/^Types:.*/Types: deb-src/' "$list"
		echo
	done
	for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -f "$list" ] || continue
		sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\/debian[^ ]*\) \([^ ]*\) .*/Types: deb-src\
URIs: \2\
Suites: \3\
Components: main\
/p' "$list"
	done
}

enable_sources() {
	[ "$(id -u)" = 0 ] || die "apt has no source entries; run once as root, or set WASIX_MUSL_TARBALL to $name"
	source_entries >"$entries.new"
	[ -s "$entries.new" ] || { rm -f "$entries.new"; die "found no Debian entry to derive a source entry from"; }
	mv "$entries.new" "$entries"
	apt-get -qq update || die "apt-get update failed"
}

can_fetch() {
	apt-get source --print-uris "musl=$version-1" 2>/dev/null | grep -q "$name" ||
		apt-get source --print-uris musl 2>/dev/null | grep -q "$name"
}

[ $# -eq 1 ] || die "usage: fetch-musl.sh OUTDIR"
mkdir -p "$1"
out=$(cd "$1" && pwd)/$name
verified "$out" && exit 0

work=$(mktemp -d "${TMPDIR:-/tmp}/wasix-musl.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

if [ -n "${WASIX_MUSL_TARBALL:-}" ]; then
	cp "$WASIX_MUSL_TARBALL" "$work/$name"
else
	command -v apt-get >/dev/null || die "no apt-get; set WASIX_MUSL_TARBALL to $name"
	can_fetch || enable_sources
	# _apt cannot write to a directory of mode 0700; root's download is not sandboxed
	(cd "$work" && apt-get -qq -o APT::Sandbox::User=root source --download-only musl) ||
		die "apt-get source musl failed"
fi

verified "$work/$name" || die "$name is missing or its sha256 is not $sha256"
cp "$work/$name" "$out.part" && mv "$out.part" "$out"
