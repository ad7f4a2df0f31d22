# Thousands of connections (CONNECTS, 1500) to a guest's server and from a guest: all go well, the runtime has as many descriptors and as much
# memory afterwards as before.
. "$SOURCE/tests/expect.sh"

count=${CONNECTS:-1500}
"$WASIXCC" -O2 -w -D_GNU_SOURCE -x c "$SOURCE/tests/net/connects.h" -o c.wasm || fail wasixcc
"$NATIVE_CC" -O2 -w -D_GNU_SOURCE -x c "$SOURCE/tests/net/connects.h" -o c.native || fail "the native compiler"
"$WASIX" compile c.wasm

descriptors() {
	find "/proc/$1/fd" -mindepth 1 2>/dev/null | wc -l
}
memory() {
	awk '/^RssAnon/ { print $2 }' "/proc/$1/status"
}
# server COMMAND...: $server and $port
server() {
	rm -f port
	"$@" serve >port &
	server=$!
	trap 'kill $server 2>/dev/null || true' EXIT
	for _ in $(seq 100); do
		[ -s port ] && break
		sleep 0.05
	done
	port=$(cat port)
}

# a guest's server, a native client
server "$WASIX" run --net c.wasm
[ "$(./c.native call "$port" 200)" = '200 well, 0 left' ] || fail "the first 200"
before=$(descriptors $server) memory=$(memory $server)
./c.native call "$port" "$count" >out
[ "$(cat out)" = "$count well, 0 left" ] || fail "$(cat out)"
sleep 0.2
[ "$(descriptors $server)" -le "$before" ] || fail "descriptors: $before before, $(descriptors $server) after"
sanitized || [ "$(memory $server)" -le $((memory + 512)) ] || fail "memory: $memory KiB before, $(memory $server) after"
# and a guest's client of it
"$WASIX" run --net c.wasm call "$port" "$((count / 2))" >out
[ "$(cat out)" = "$((count / 2)) well, 0 left" ] || fail "$(cat out)"
./c.native end "$port"
wait $server || fail "the server did not end"
# a native server
server ./c.native
"$WASIX" run --net c.wasm call "$port" "$((count / 2))" >out
[ "$(cat out)" = "$((count / 2)) well, 0 left" ] || fail "$(cat out)"
./c.native end "$port"
wait $server
