#!/bin/sh
# http.sh [PROGRAM]... -- requests a second and latency of nginx and lighttpd, guest over native: the rows of bench/README.md, "Servers from
# Debian". Needs wrk, which asks both servers in turn.
cd "$(dirname "$0")/.."
. bench/servers.sh
needs wrk wrk
[ $# -gt 0 ] || set -- nginx lighttpd

# site SIDE PORT ROOT: a tree to serve, and both servers' configurations; ROOT is its name for the server
site() {
	mkdir -p "$work/$1/html" "$work/$1/logs" "$work/$1/conf" "$work/$1/etc" "$work/$1/var/tmp"
	head -c 1024 /dev/zero | tr '\0' x >"$work/$1/html/1k"
	head -c 102400 /dev/zero | tr '\0' y >"$work/$1/html/100k"
	printf 'root:x:0:0:root:/:\n' >"$work/$1/etc/passwd"
	printf 'root:x:0:\n' >"$work/$1/etc/group"
	cat >"$work/$1/conf/nginx.conf" <<-CONF
		user root root;
		worker_processes 1;
		error_log logs/error.log crit;
		pid logs/nginx.pid;
		events { worker_connections 2048; }
		http {
			access_log off;
			sendfile on;
			keepalive_requests 100000000;
			client_body_temp_path tmp1; proxy_temp_path tmp2; fastcgi_temp_path tmp3; uwsgi_temp_path tmp4; scgi_temp_path tmp5;
			server { listen 127.0.0.1:$2; root $3/html; }
		}
	CONF
	cat >"$work/$1/conf/lighttpd.conf" <<-CONF
		server.bind = "127.0.0.1"
		server.port = $2
		server.document-root = "$3/html"
		server.errorlog = "$3/logs/lighttpd.log"
		server.upload-dirs = ( "$3/var/tmp" )
		server.max-keep-alive-requests = 100000000
		server.max-fds = 2048
	CONF
}

# start PROGRAM: both sides; sets pids
start() {
	module=$servers/wasm/$1
	case $1 in
	nginx)
		"$bin/wasix" run --net --enable-threads --dir="$work/wasm::/" "$module" -p / -g 'daemon off;' >"$work/wasm.log" 2>&1 &
		pids=$!
		"$servers/native/nginx" -p "$work/native/" -c conf/nginx.conf -g 'daemon off;' >"$work/native.log" 2>&1 &
		pids="$pids $!"
		;;
	lighttpd)
		"$bin/wasix" run --net --dir="$work/wasm::/" "$module" -D -f /conf/lighttpd.conf >"$work/wasm.log" 2>&1 &
		pids=$!
		"$servers/native/lighttpd" -D -f "$work/native/conf/lighttpd.conf" >"$work/native.log" 2>&1 &
		pids="$pids $!"
		;;
	esac
	for port in 18091 18092; do
		until_it answers $port
	done
}

answers() {
	wrk -t1 -c1 -d1 "http://127.0.0.1:$1/1k" | grep 'requests in'
}

# ask PID PORT CONNECTIONS FILE: requests a second, the median latency and the server's time for a request in microseconds
ask() {
	server=$1
	shift
	before=$(ticks "$server")
	wrk -t1 -c"$2" -d"$seconds" --latency "http://127.0.0.1:$1/$3" >"$work/said"
	awk -v ticks="$(($(ticks "$server") - before))" '
		function us(t) { return t ~ /us$/ ? t + 0 : t ~ /ms$/ ? t * 1000 : t * 1000000 }
		$1 == "50%" { p50 = us($2) }
		$1 == "Requests/sec:" { rate = $2 }
		$2 == "requests" { count = $1 }
		/Non-2xx|Socket errors/ { bad = 1 }
		END { print bad ? 0 : rate, p50, ticks * 10000 / count }' "$work/said"
}

heading
for program; do
	program "$program"
	site wasm 18091 ''
	site native 18092 "$work/native"
	start "$program"
	for load in 1:1k 64:1k 512:1k 64:100k; do
		: >"$work/guest" >"$work/host"
		for _ in $(seq "$rounds"); do
			ask "${pids% *}" 18091 "${load%:*}" "${load#*:}" >>"$work/guest"
			ask "${pids#* }" 18092 "${load%:*}" "${load#*:}" >>"$work/host"
		done
		compare "$program-${load%:*}-${load#*:}"
	done
	kill $pids
	wait
	pids=
done
