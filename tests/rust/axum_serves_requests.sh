# What axum is built into stays in the build directory: building it takes minutes.
. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
command -v curl >/dev/null || skip "curl is not installed"
manifest=$SOURCE/examples/rust/axum/Cargo.toml
cargo fetch --locked --manifest-path "$manifest" >/dev/null 2>&1 || skip "the crates are not in cargo's cache (./dev rust test fetches them)"
CARGO_TARGET_DIR=$BUILD/rust-crates
export CARGO_TARGET_DIR
[ -e "$CARGO_TARGET_DIR/wasm32-wasmer-wasi/release/hello-axum.wasm" ] ||
	skip "axum is not built (./dev rust test does it)"
cargo wasix build --release --locked --offline --manifest-path "$manifest" >log 2>&1 || fail "$(tail -30 log)"
"$WASIX" compile "$CARGO_TARGET_DIR/wasm32-wasmer-wasi/release/hello-axum.wasm"

# without --net: it fails, and the flag is named
status 1 timeout 60 cargo wasix run --quiet --release --locked --offline --manifest-path "$manifest" -W,--enable-threads
cp err out # for says
says --net

cargo wasix run --quiet --release --locked --offline --manifest-path "$manifest" -W,--net,--enable-threads,--timeout=60,--env=PORT=0 >server.log 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 200); do
	grep -q 'listening on' server.log && break
	sleep 0.1
done
address=$(sed -n 's/^listening on //p' server.log)
[ -n "$address" ] || fail "the server does not listen: $(cat server.log)"

[ "$(curl -s -m 10 "$address/")" = 'hello, world' ] || fail "the answer to /"
[ "$(curl -s -m 10 "$address/hello/you")" = 'hello, you' ] || fail "the answer to /hello/you"
[ "$(curl -s -m 10 -d 'quiet words' "$address/shout")" = 'QUIET WORDS' ] || fail "the answer to /shout"
[ "$(curl -s -m 10 -o /dev/null -w '%{http_code}' "$address/none")" = 404 ] || fail "the answer to /none"
# several at a time
for i in $(seq 8); do
	curl -s -m 20 "$address/hello/$i" >"answer.$i" &
	clients="${clients-} $!"
done
# shellcheck disable=SC2086
wait $clients
[ "$(cat answer.? | sort | head -1)" = 'hello, 1' ] && [ "$(cat answer.? | wc -l)" = 8 ] || fail "8 answers at a time"
