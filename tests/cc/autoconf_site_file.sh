# The answers are shell assignments, and configure's kind of test links and finds functions.
. "$SOURCE/tests/expect.sh"
prefix=$(dirname "$(dirname "$WASIXCC")")
sh -n "$prefix/share/wasix/config.site"
for f in getcwd nanosleep fork socket pthread_create dlopen regcomp nftw mmap; do
	printf 'char %s();\nint main(void) { return %s(); }\n' $f $f >conftest.c
	"$WASIXCC" -w -fno-builtin conftest.c -o conftest >log 2>&1 || { cat log; fail "$f is not found"; }
done
printf 'char no_such_function();\nint main(void) { return no_such_function(); }\n' >conftest.c
status 1 "$WASIXCC" -w conftest.c -o conftest
# pkg-config does not find what this machine has
libraries() {
	env -u PKG_CONFIG_LIBDIR "$@" CONFIG_SITE="$prefix/share/wasix/config.site" sh -c '. "$CONFIG_SITE"; printenv PKG_CONFIG_LIBDIR'
}
[ "$(libraries)" = "$prefix/share/wasix/../../lib/wasix/sysroot/lib/pkgconfig" ] || fail "$(libraries)"
[ "$(libraries PKG_CONFIG_LIBDIR=/mine)" = /mine ] || fail "the user's own: $(libraries PKG_CONFIG_LIBDIR=/mine)"
