#!/bin/sh
# network_talk.sh DIR -- clients and servers from Debian's source packages talk: native ones with guests, both ways. One line for each pair.
#
# DIR/wasm and DIR/native hold what examples/programs.sh made of nginx, lighttpd, curl, nc and socat; what is missing is built.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
wasix=${WASIX_BIN:-$here/../build/bin}/wasix
mkdir -p "$1"
dir=$(cd "$1" && pwd)
for side in wasm native; do
	for program in nginx lighttpd curl nc socat; do
		[ -x "$dir/$side/$program" ] || sh "$here/programs.sh" "$program" "$side" "$dir/$side" >/dev/null 2>&1
		[ $side = native ] || "$wasix" compile "$dir/wasm/$program"
	done
done
work=$(mktemp -d)
pids=
trap 'kill $pids 2>/dev/null || :; sleep 0.3; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
failures=0

# become SIDE PROGRAM ARGUMENTS...: in place of this shell; a guest sees the work directory as its root
become() {
	side=$1 program=$2
	shift 2
	cd "$work"
	[ "$side" = wasm ] || exec "$dir/native/$program" "$@"
	exec "$wasix" run --net --enable-threads --dir="$work::/" "$dir/wasm/$program" "$@"
}
run() {
	(become "$@")
}

# root SIDE: what the work directory is called there
root() {
	[ "$1" = wasm ] || echo "$work"
}

# tell WHAT COMMAND...: runs it
tell() {
	what=$1
	shift
	if "$@"; then
		echo "ok   $what"
	else
		echo "FAIL $what"
		failures=$((failures + 1))
	fi
}

# wait_for COMMAND...: until it succeeds, five seconds at most
wait_for() {
	for _ in $(seq 50); do
		! "$@" >/dev/null 2>&1 || return 0
		sleep 0.1
	done
	return 1
}

# --- HTTP: files of several sizes, ranges, one connection for many requests ---

mkdir -p "$work/html" "$work/logs" "$work/etc" "$work/var/tmp" "$work/tmp"
printf 'root:x:0:0:root:/:\n' >"$work/etc/passwd"
printf 'root:x:0:\n' >"$work/etc/group"
: >"$work/html/0"
for size in 1 1000 100000 10000000; do
	head -c $size /dev/urandom >"$work/html/$size"
done

serve() { # SIDE PROGRAM PORT
	if [ "$2" = nginx ]; then
		cat >"$work/nginx.$1.conf" <<-CONF
			user root root;
			worker_processes 2;
			error_log logs/$1.log;
			pid logs/$1.pid;
			events { worker_connections 512; }
			http {
				access_log off;
				sendfile on;
				client_body_temp_path tmp/1$1; proxy_temp_path tmp/2$1; fastcgi_temp_path tmp/3$1; uwsgi_temp_path tmp/4$1; scgi_temp_path tmp/5$1;
				server { listen 127.0.0.1:$3; root $(root "$1")/html; location /proxied/ { proxy_pass http://127.0.0.1:$3/; } }
			}
		CONF
		set -- "$1" nginx -p "$(root "$1")/" -c "nginx.$1.conf" -g 'daemon off;'
	else
		cat >"$work/lighttpd.$1.conf" <<-CONF
			server.bind = "127.0.0.1"
			server.port = $3
			server.document-root = "$(root "$1")/html"
			server.errorlog = "$(root "$1")/logs/lighttpd.$1.log"
			server.upload-dirs = ( "$(root "$1")/var/tmp" )
		CONF
		set -- "$1" lighttpd -D -f "$(root "$1")/lighttpd.$1.conf"
	fi
	become "$@" >>"$work/servers.log" 2>&1 &
	pids="$pids $!"
}

get() { # SIDE FILE PORT CURL-ARGUMENTS...
	side=$1 file=$2 port=$3
	shift 3
	run "$side" curl -s -m 20 "$@" "http://127.0.0.1:$port/$file"
}

same() { # SIDE PORT [BELOW/]: every file
	for size in 0 1 1000 100000 10000000; do
		get "$1" "${3:-}$size" "$2" >"$work/got" && cmp -s "$work/got" "$work/html/$size" || return 1
	done
}
proxied() { # nginx fetches from itself
	same "$1" "$2" proxied/
}
ranges() { # SIDE PORT
	get "$1" 100000 "$2" -r 5000-5999 >"$work/got"
	dd if="$work/html/100000" bs=1000 skip=5 count=1 2>/dev/null | cmp -s - "$work/got"
}
keeps() { # SIDE PORT: the second request makes no connection
	[ "$(run "$1" curl -s -m 20 -o /dev/null -o /dev/null -w '%{num_connects} %{http_code};' "http://127.0.0.1:$2/1000" "http://127.0.0.1:$2/1")" = '1 200;0 200;' ]
}
missing() { # SIDE PORT
	[ "$(get "$1" nothing "$2" -o /dev/null -w '%{http_code}')" = 404 ]
}
post() { # SIDE PORT: nginx refuses it, lighttpd takes it and sends the file
	get "$1" 1000 "$2" -o /dev/null -w '%{http_code}' --data-binary @"$([ "$1" = wasm ] || echo "$work")/html/100000" | grep -Eqx '405|200'
}

port=18100
for server in nginx lighttpd; do
	for pair in wasm:native native:wasm wasm:wasm; do
		port=$((port + 1))
		serve "${pair%:*}" $server $port
		client=${pair#*:}
		wait_for get native 1 $port -f || cat "$work/servers.log"
		for what in same proxied ranges keeps missing post; do
			[ "$server $what" != 'lighttpd proxied' ] || continue
			tell "$server (${pair%:*}), curl ($client): $what" $what "$client" $port
		done
	done
done

# --- netcat and socat: a megabyte over each kind of address ---

head -c 1000000 /dev/urandom >"$work/data"

# passes NAME RECEIVER-SIDE SENDER-SIDE: runs `receive SIDE` and `send SIDE`
passes() {
	rm -f "$work/got"
	: >"$work/got"
	receive "$2" </dev/null >"$work/got" 2>>"$work/servers.log" &
	receiver=$!
	sleep 1
	send "$3" <"$work/data" 2>>"$work/servers.log" || :
	wait_for cmp -s "$work/data" "$work/got" || :
	kill $receiver 2>/dev/null || :
	wait $receiver 2>/dev/null || :
	cmp -s "$work/data" "$work/got"
}

# echoes RECEIVER-SIDE SENDER-SIDE: a datagram by path comes back, since each knows the other's socket by a name of its own
echoes() {
	rm -f "$work/datagrams" "$work/sender"
	become "$1" socat "UNIX-RECVFROM:$(root "$1")/datagrams" PIPE </dev/null >/dev/null 2>>"$work/servers.log" &
	receiver=$!
	wait_for [ -S "$work/datagrams" ]
	run "$2" socat -t 3 - "UNIX-SENDTO:$(root "$2")/datagrams,bind=$(root "$2")/sender" <"$work/data" >"$work/got" 2>>"$work/servers.log" || :
	kill $receiver 2>/dev/null || :
	wait $receiver 2>/dev/null || :
	cmp -s "$work/data" "$work/got"
}

for pair in wasm:native native:wasm wasm:wasm; do
	to=${pair%:*} from=${pair#*:}
	receive() { become "$1" nc -l -p 18120; }
	send() { run "$1" nc -w 2 127.0.0.1 18120; }
	tell "nc ($to) listens, nc ($from) sends" passes nc "$to" "$from"

	for address in TCP4-LISTEN:18121,reuseaddr=TCP4:127.0.0.1:18121 TCP6-LISTEN:18122,reuseaddr=TCP6:[::1]:18122 UNIX-LISTEN:sock=UNIX-CONNECT:sock; do
		rm -f "$work/sock"
		listen=${address%=*} connect=${address##*=}
		receive() { become "$1" socat -u "$listen" -; }
		send() { run "$1" socat -u - "$connect"; }
		tell "socat ($to) ${listen%%:*}, socat ($from) ${connect%%:*}" passes socat "$to" "$from"
	done
	head -c 900 "$work/data" >"$work/datagram" && mv "$work/datagram" "$work/data"
	receive() { become "$1" socat -u -T 3 UDP4-RECV:18123 -; }
	send() { run "$1" socat -u - UDP4-SENDTO:127.0.0.1:18123; }
	tell "socat ($to) UDP4-RECV, socat ($from) UDP4-SENDTO" passes socat "$to" "$from"
	tell "socat ($to) UNIX-RECVFROM, socat ($from) UNIX-SENDTO" echoes "$to" "$from"
	head -c 1000000 /dev/urandom >"$work/data"
done

echo "$failures failed"
[ $failures = 0 ]
