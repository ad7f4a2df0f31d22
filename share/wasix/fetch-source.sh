#!/bin/sh
# fetch-source.sh OUTDIR PACKAGE TARBALL SHA256 [FILE] -- leave the verified source tarball of a Debian package in OUTDIR.
#
# It is taken, in this order, from FILE, from OUTDIR, or by apt from the machine's
# own Debian mirror. Whatever the way, its checksum decides.
# Root is needed only when apt has no source entries yet.
set -eu

entries=/etc/apt/sources.list.d/wasix-src.sources

die() {
	echo "fetch-source: $*" >&2
	exit 1
}

[ $# -ge 4 ] || die "usage: fetch-source.sh OUTDIR PACKAGE TARBALL SHA256 [FILE]"
package=$2
name=$3
sha256=$4
given=${5:-}

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
	[ "$(id -u)" = 0 ] || die "apt has no source entries; run once as root"
	source_entries >"$entries.new"
	[ -s "$entries.new" ] || { rm -f "$entries.new"; die "found no Debian entry to derive a source entry from"; }
	mv "$entries.new" "$entries"
	apt-get -qq update || die "apt-get update failed"
}

can_fetch() {
	apt-get source --print-uris "$package" 2>/dev/null | grep -q "$name"
}

mkdir -p "$1"
out=$(cd "$1" && pwd)/$name
verified "$out" && exit 0

work=$(mktemp -d "${TMPDIR:-/tmp}/wasix-source.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

if [ -n "$given" ]; then
	cp "$given" "$work/$name"
else
	command -v apt-get >/dev/null || die "there is no apt-get to fetch $name with"
	can_fetch || enable_sources
	# _apt cannot write to a directory of mode 0700; root's download is not sandboxed
	(cd "$work" && apt-get -qq -o APT::Sandbox::User=root source --download-only "$package") ||
		die "apt-get source $package failed"
fi

verified "$work/$name" || die "$name is missing or its sha256 is not $sha256"
cp "$work/$name" "$out.part" && mv "$out.part" "$out"
