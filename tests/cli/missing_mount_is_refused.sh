. "$SOURCE/tests/expect.sh"

hello
status 126 "$WASIX" run --dir=nowhere hello.wasm
one_line "nowhere"
[ ! -s out ] || fail "the guest ran"
