. "$SOURCE/tests/expect.sh"

# A file size limit stands in for a full disk: the write fails half way.
hello
mkdir -m 700 cache
WASIX_CACHE_DIR=$PWD/cache
export WASIX_CACHE_DIR
(ulimit -f 4; trap "" XFSZ; status 0 "$WASIX" run hello.wasm; one_line "warning"; says hello)
[ -z "$(find cache -type f)" ] || fail "files are left in the cache: $(find cache -type f)"
