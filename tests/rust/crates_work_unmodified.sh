# What the crates are built into stays in the build directory: building them takes minutes.
. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
manifest=$SOURCE/tests/rust/crates/Cargo.toml
cargo fetch --locked --manifest-path "$manifest" >/dev/null 2>&1 || skip "the crates are not in cargo's cache (./dev rust test fetches them)"
CARGO_TARGET_DIR=$BUILD/rust-crates
export CARGO_TARGET_DIR
[ -e "$CARGO_TARGET_DIR/wasm32-wasmer-wasi/release/crates.wasm" ] ||
	skip "the crates are not built (./dev rust test does it)"
cargo wasix build --release --locked --offline --manifest-path "$manifest" >log 2>&1 || fail "$(tail -30 log)"
mkdir data

status 0 "$WASIX" run --volume="$PWD/data:/data" --volume="$CARGO_TARGET_DIR/wasm32-wasmer-wasi/release:/bin:ro" \
	--max-processes=4 --net --enable-threads --timeout=100 "$CARGO_TARGET_DIR/wasm32-wasmer-wasi/release/crates.wasm"
cat >expected <<'TEXT'
serde_json {"a":[1,2.5,null,"x"]}
regex Mail Example: somebody.
clap Some("7")
chrono 2001-09-09 01:46:40 UTC, now is later: true
rand true
rayon 1999999
crossbeam 15150
parking_lot 4000
 INFO crates: tracing answer=42
rusqlite 1000 row 999
ring ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
ring true
tokio net 16
tokio time true
tokio fs text
tokio sync 4950
tokio process child Some(9)
tokio signal Some(())
reqwest 200 OK answer
reqwest asked GET /path?q=1 HTTP/1.1
TEXT
diff -u expected out || fail "other output"
