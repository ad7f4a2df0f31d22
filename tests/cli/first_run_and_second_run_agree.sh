# Compiled, then from the cache, where no compiler is started, then without a cache.
. "$SOURCE/tests/expect.sh"

command -v strace >/dev/null || skip "strace is not installed"
hello
mkdir -m 700 cache
export WASIX_CACHE_DIR=$PWD/cache
status 0 "$WASIX" run hello.wasm
says hello
[ -n "$(find cache -type f)" ] || fail "nothing was cached"
status 0 strace -f -o calls -e trace=execve "$WASIX" run hello.wasm
says hello
[ "$(grep -c execve calls)" = 1 ] || fail "another program was started: $(cat calls)"
status 0 "$WASIX" run --no-cache hello.wasm
says hello
