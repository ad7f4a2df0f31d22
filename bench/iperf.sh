#!/bin/sh
# iperf.sh -- throughput of iperf3 over loopback, client and server each native and as a guest: the rows of bench/README.md, "iperf3". The
# pairs run in turn; printed are the best of each, and the least processor time that both ends took for a gigabyte together.
cd "$(dirname "$0")/.."
. bench/servers.sh
port=18093
program iperf3

# end SIDE ARGUMENTS...: one end of a talk
end() {
	side=$1
	shift
	if [ "$side" = guest ]; then
		"$bin/wasix" run --net --enable-threads --dir=/tmp "$servers/wasm/iperf3" "$@"
	else
		"$servers/native/iperf3" "$@"
	fi
}

# talk SERVER CLIENT ARGUMENTS...: gigabits a second that arrived, and seconds of processor time for a gigabyte that was sent
talk() {
	server=$1 client=$2
	shift 2
	end "$server" -s -1 -p $port >"$work/server" 2>&1 &
	tries=0
	until end "$client" -c 127.0.0.1 -p $port -t "$seconds" -J "$@" >"$work/said" 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 20 ] || exit 1
		sleep 0.2
	done
	wait $!
	python3 - "$work/said" <<-'END'
		import json, sys
		end = json.load(open(sys.argv[1]))["end"]
		sent, got = end["sum_sent"], end.get("sum_received", end["sum_sent"])
		used = end["cpu_utilization_percent"]
		time = (used["host_total"] + used["remote_total"]) / 100 * sent["seconds"]
		print(got["bits_per_second"] / 1e9, time / (sent["bytes"] / 1e9))
	END
}

printf '%-5s %-7s %-7s %12s %14s\n' '' server client 'Gbit/s' 'cpu s/GB'
for kind in tcp udp; do
	[ $kind = tcp ] && set -- || set -- -u -b 0 -l 1400
	for _ in $(seq "$rounds"); do
		for pair in native:native guest:native native:guest guest:guest; do
			talk "${pair%:*}" "${pair#*:}" "$@" >>"$work/$kind-$pair"
		done
	done
	for pair in native:native guest:native native:guest guest:guest; do
		awk -v kind=$kind -v server="${pair%:*}" -v client="${pair#*:}" '
			$1 > rate { rate = $1 }
			NR == 1 || $2 < cpu { cpu = $2 }
			END { printf "%-5s %-7s %-7s %12.2f %14.3f\n", kind, server, client, rate, cpu }' "$work/$kind-$pair"
	done
done
