. "$SOURCE/tests/expect.sh"
echo 'not musl' >wrong.tar.gz
status 1 env WASIX_MUSL_TARBALL="$(pwd)/wrong.tar.gz" sh "$SOURCE/libc/fetch-musl.sh" out-dir
one_line 'its sha256 is not'
[ -z "$(ls out-dir)" ] || fail "it was kept"
status 1 sh "$SOURCE/libc/fetch-musl.sh"
one_line 'usage'
