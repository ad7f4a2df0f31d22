# A client and a server, each native and as a guest: all four pairings; then a server behind --map-port.
. "$SOURCE/tests/expect.sh"

"$NATIVE_CC" -O1 -w -D_GNU_SOURCE -I"$SOURCE/tests/net" -x c "$SOURCE/tests/net/talk.h" -o talk || fail "the native compiler"
"$WASIXCC" -O1 -D_GNU_SOURCE -I"$SOURCE/tests/net" -x c "$SOURCE/tests/net/talk.h" -o talk.wasm || fail wasixcc

native() {
	./talk "$@"
}
guest() {
	"$WASIX" run --net --volume "$PWD:$PWD" --cwd "$PWD" talk.wasm "$@"
}

# pairing SERVER CLIENT KIND
pairing() {
	rm -f port sock
	"$1" serve "$3" >served 2>&1 &
	for _ in $(seq 100); do
		[ -s port ] && break
		sleep 0.05
	done
	"$2" ask "$3" >asked 2>&1 || fail "$2 asks a $1 server by $3: $(cat asked)"
	wait $! || fail "$1 server by $3: $(cat served)"
	[ "$(cat asked)" = "1048576 bytes, the same" ] || fail "$2 asks a $1 server by $3: $(cat asked)"
}

for server in native guest; do
	for client in native guest; do
		for kind in tcp tcp6 unix udp; do
			pairing $server $client $kind
		done
	done
done

# the guest binds 7, which only root may natively; the host has it at another port
rm -f port
free=$(./talk free)
"$WASIX" run --net --map-port "$free:7" --volume "$PWD:$PWD" --cwd "$PWD" talk.wasm serve 7 >served 2>&1 &
for _ in $(seq 100); do
	[ -s port ] && break
	sleep 0.05
done
[ "$(cat port)" = 7 ] || fail "the guest sees port $(cat port)"
echo "$free" >port
native ask tcp >asked || fail "the mapped port: $(cat asked)"
wait $! || fail "the server at a mapped port: $(cat served)"
status 126 "$WASIX" run --net --map-port 80 talk.wasm
one_line "--map-port '80': HOST:GUEST is expected"
status 126 "$WASIX" run --net --map-port 0:70000 talk.wasm
status 126 "$WASIX" run --net=ipv4:allow=nonsense talk.wasm
one_line "--net rule 'ipv4:allow=nonsense'"

# rules: a port that libcs bind to learn the order of bytes may be bound, not listened at
status 1 "$WASIX" run --net=ipv4:allow=127.0.0.1:9 talk.wasm serve 10275
grep -q '^listen: Permission denied' err || fail "port 10275 is open"
status 1 "$WASIX" run --net=ipv4:allow=127.0.0.1:9 talk.wasm serve 10276
grep -q '^bind: Permission denied' err || fail "port 10276 is open"
