. "$SOURCE/tests/expect.sh"

# A cache directory that others may write to is not trusted: one warning, and the program runs.
hello
mkdir open
chmod 777 open
WASIX_CACHE_DIR=$PWD/open status 0 "$WASIX" run hello.wasm
one_line "warning"
says hello
: >file
WASIX_CACHE_DIR=$PWD/file status 0 "$WASIX" run hello.wasm
one_line "warning"
says hello
