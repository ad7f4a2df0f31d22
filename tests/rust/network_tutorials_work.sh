. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
command -v python3 >/dev/null || skip "python3 is not installed"
CARGO_TARGET_DIR=$PWD/target
export CARGO_TARGET_DIR
modules=$PWD/target/wasm32-wasmer-wasi/release
for name in tcp-echo http-client; do
	(cd "$SOURCE/examples/rust/$name" && cargo wasix build --quiet --release --locked --offline) >log 2>&1 || fail "$(cat log)"
done

"$WASIX" compile "$modules"/server.wasm "$modules"/client.wasm "$modules"/http-client.wasm >log 2>&1 || fail "$(cat log)"

# wait_for TEXT FILE: until the file has a line with the text
wait_for() {
	for _ in $(seq 300); do
		grep -qF "$1" "$2" && return
		sleep 0.1
	done
	cat "$2"
	fail "no '$1' within 30 s"
}

# the echo pair: both sides are guests
"$WASIX" run --net --enable-threads --timeout=60 "$modules/server.wasm" 127.0.0.1:0 2 >server.out 2>&1 &
server=$!
wait_for 'listening on' server.out
address=$(sed -n 's/^listening on //p' server.out)
status 0 "$WASIX" run --net "$modules/client.wasm" "$address" one two
[ "$(cat out)" = "one
two" ] || fail "the echo differs"
status 0 "$WASIX" run --net "$modules/client.wasm" "$address" three
says three
wait "$server" || fail "the server failed: $(cat server.out)"

# the HTTP client and a server of the host
mkdir www
echo 'a page' >www/page
python3 -u -m http.server --bind 127.0.0.1 --directory www 0 >http.out 2>&1 &
http=$!
trap 'kill $http' EXIT
wait_for 'port ' http.out
port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' http.out | head -1)
status 0 "$WASIX" run --net "$modules/http-client.wasm" "127.0.0.1:$port" /page
says '200 OK'
says 'a page'
