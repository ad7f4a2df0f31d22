#!/bin/sh
# fetch-musl.sh OUTDIR -- leave musl's verified source tarball in OUTDIR: Debian's source package, which carries no patches on musl; or what
# WASIX_MUSL_TARBALL names.
set -eu
[ $# -eq 1 ] || {
	echo "usage: fetch-musl.sh OUTDIR" >&2
	exit 1
}
exec sh "$(dirname "$0")/../share/wasix/fetch-source.sh" "$1" musl musl_1.2.3.orig.tar.gz \
	7d5b0b6062521e4627e099e4c9dc8248d32a30285e959b7eecaa780cf8cfd4a4 "${WASIX_MUSL_TARBALL:-}"
