. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
cp -r "$SOURCE/tests/rust/package" package
mkdir tmp
export TMPDIR="$PWD/tmp"
cd package
cargo fetch --locked --offline >/dev/null 2>&1 || skip "the crates libc and cc are not in cargo's cache (./dev rust test fetches them)"

# arguments behind --, flags of wasix run by -W, the program's status, nothing else of the host
status 4 cargo wasix run --locked --offline -W,--env=GIVEN=value -- --one two
says 'true ["--one", "two"]'
says 'Ok("value") Err(NotPresent)'
[ -f target/wasm32-wasmer-wasi/debug/package.wasm ] || fail "the module is not where it should be"

# another runner
printf '#!/bin/sh\necho "runner: $*"\n' >runner
chmod +x runner
status 0 env CARGO_TARGET_WASM32_WASMER_WASI_RUNNER="$PWD/runner" cargo wasix run -W,--net -- three
says "runner: --net target/wasm32-wasmer-wasi/debug/package.wasm three"

# unit tests in threads, an integration test in /project, one in the documentation
status 0 cargo wasix test --locked --offline
[ "$(grep -c '^test .* ok$' out)" = 6 ] || fail "6 tests are expected"
says 'the_package_and_a_private_tmp_are_there ... ok'
[ -z "$(ls "$TMPDIR")" ] || fail "a temporary directory is left"

# the wrapper alone
eval "$(cargo-wasix self env)"
status 0 cargo build --offline --target wasm32-wasmer-wasi --release
[ -f target/wasm32-wasmer-wasi/release/package.wasm ] || fail "cargo build made no module"

cmp Cargo.lock "$SOURCE/tests/rust/package/Cargo.lock" || fail "the lock file was changed"
cmp Cargo.toml "$SOURCE/tests/rust/package/Cargo.toml" || fail "the manifest was changed"
