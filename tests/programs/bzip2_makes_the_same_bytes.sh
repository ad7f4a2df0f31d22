. "$SOURCE/tests/expect.sh"
# bzip2's own test: three texts at three block sizes against the archives that come with it, both ways.
cache=${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/sources/bzip2
ls "$cache"/*.orig.tar.gz >/dev/null 2>&1 || skip "bzip2's source is not in the cache (examples/suites.sh bzip2 fetches it)"
tar -xf "$(ls "$cache"/*.orig.tar.gz | head -n 1)" --strip-components=1

bin=$(dirname "$WASIXCC")
make CC="$WASIXCC" AR="$bin/wasixar" RANLIB="$bin/wasixranlib" CFLAGS="-O1 -D_FILE_OFFSET_BITS=64" bzip2 >log 2>&1 || {
	cat log
	fail "bzip2 does not build"
}
for n in 1 2 3; do
	"$WASIX" run bzip2 -$n <sample$n.ref >made.bz2 || fail "bzip2 -$n"
	cmp made.bz2 sample$n.bz2 || fail "sample$n is compressed to other bytes"
	"$WASIX" run bzip2 -d <sample$n.bz2 >made.ref || fail "bzip2 -d"
	cmp made.ref sample$n.ref || fail "sample$n is not what was compressed"
done
