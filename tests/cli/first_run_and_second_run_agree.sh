. "$SOURCE/tests/expect.sh"

# Compiled, then from the cache, then without one.
hello
mkdir -m 700 cache
WASIX_CACHE_DIR=$PWD/cache status 0 "$WASIX" run hello.wasm
says hello
[ -n "$(find cache -type f)" ] || fail "nothing was cached"
WASIX_CACHE_DIR=$PWD/cache WASIX_COMPILER=/nonexistent status 0 "$WASIX" run hello.wasm
says hello
status 0 "$WASIX" run --no-cache hello.wasm
says hello
