. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
CARGO_TARGET_DIR=$PWD/target
export CARGO_TARGET_DIR

# built NAME: TARGET_DIR/...NAME.wasm from examples/rust/NAME
built() {
	(cd "$SOURCE/examples/rust/$1" && cargo wasix build --quiet --release --locked --offline) >log 2>&1 || fail "$(cat log)"
}
# program NAME FLAGS... -- ARGUMENTS...
modules=$PWD/target/wasm32-wasmer-wasi/release

built threads
status 0 "$WASIX" run --enable-threads "$modules/threads.wasm"
says '2262 primes below 20000'

built condvar
status 0 "$WASIX" run --enable-threads "$modules/condvar.wasm"
says 'their sum is 500500'

built file-copy
head -c 100000 /dev/urandom >original
status 0 "$WASIX" run --volume="$PWD:/data" "$modules/file-copy.wasm" /data/original /data/copy
says '100000 bytes'
cmp original copy || fail "the copy differs"

built spawn
status 0 "$WASIX" run --max-processes=4 --volume="$modules:/bin:ro" "$modules/spawn.wasm" /bin/spawn.wasm
says 'hello, parent'
says "the child's status is 3"
