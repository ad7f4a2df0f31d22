#!/bin/sh
# redis.sh [TEST]... -- SET and GET of redis, guest over native, alone and with 16 requests in flight: the rows of bench/README.md, "redis".
# Needs redis-benchmark and redis-cli, which are native for both; 64 connections.
cd "$(dirname "$0")/.."
. bench/servers.sh
needs redis-benchmark redis-tools
[ $# -gt 0 ] || set -- set get

# ask PID PORT TEST IN_FLIGHT REQUESTS: requests a second, the median latency and the server's time for a request in microseconds
ask() {
	before=$(ticks "$1")
	redis-benchmark -p "$2" -c 64 -t "$3" -P "$4" -n "$5" --csv >"$work/said"
	tail -n 1 "$work/said" | tr -d '"' | awk -F, -v ticks="$(($(ticks "$1") - before))" -v count="$5" '
		{ print $2, $5 * 1000, ticks * 10000 / count }'
}

# loads TEST PIDS: a row for each number in flight
loads() {
	for load in 1:200000 16:2000000; do
		: >"$work/guest" >"$work/host"
		for _ in $(seq "$rounds"); do
			ask "${2% *}" 18094 "$1" "${load%:*}" "${load#*:}" >>"$work/guest"
			ask "${2#* }" 18095 "$1" "${load%:*}" "${load#*:}" >>"$work/host"
		done
		compare "$1, ${load%:*} in flight"
	done
}

program redis-server
mkdir "$work/data"
"$bin/wasix" run --net --enable-threads --dir="$work/data::/" "$servers/wasm/redis-server" --port 18094 --save '' --loglevel warning \
	>"$work/wasm.log" 2>&1 &
pids=$!
"$servers/native/redis-server" --port 18095 --save '' --loglevel warning >"$work/native.log" 2>&1 &
pids="$pids $!"
for port in 18094 18095; do
	until_it redis-cli -p $port ping
done
heading
for name; do
	loads "$name" "$pids"
done
