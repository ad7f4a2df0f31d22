# servers.sh -- what http.sh, iperf.sh and redis.sh begin with: real programs, each built natively and as a guest, in turn on the same cores.
#
# Builds are made with examples/programs.sh unless they are in $WASIX_SERVERS/wasm and $WASIX_SERVERS/native. The sides are measured in turn,
# ROUNDS times, SECONDS_EACH long; what is printed is the best of each. The processor time that a server took for a request says most on a
# machine that does something else too.
set -eu
bin=$PWD/build/bin
servers=${WASIX_SERVERS:-$PWD/build/bench-servers}
rounds=${ROUNDS:-5}
seconds=${SECONDS_EACH:-2}
work=$(mktemp -d)
pids=
# a server's workers are children, which their master ends
trap 'kill $pids 2>/dev/null || :; sleep 0.3; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# needs COMMAND PACKAGE
needs() {
	command -v "$1" >/dev/null || {
		echo "$(basename "$0"): $1 is missing (Debian's package $2)" >&2
		exit 1
	}
}

# program NAME: both builds, and the guest's compiled
program() {
	for side in wasm native; do
		[ -x "$servers/$side/$1" ] || sh examples/programs.sh "$1" "$side" "$servers/$side" >"$work/log" 2>&1 || {
			tail -n 5 "$work/log" >&2
			exit 1
		}
	done
	"$bin/wasix" compile "$servers/wasm/$1"
}

# until_it COMMAND...: succeeds, ten seconds at most; then what the servers said
until_it() {
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 20 ] || {
			cat "$work"/*.log >&2
			exit 1
		}
		sleep 0.5
	done
}

# ticks PID: processor time of a server and its workers, in hundredths of a second
ticks() {
	for pid in $1 $(pgrep -P "$1"); do
		sed 's/.*) //' "/proc/$pid/stat"
	done | awk '{ n += $12 + $13 } END { print n }'
}

heading() {
	printf '%-18s %10s %10s %6s %8s %8s %8s %8s %6s\n' row 'wasix r/s' 'native r/s' ratio 'p50 us' native 'cpu us' native ratio
}

# compare ROW: from $work/guest and $work/host, a line of each round: requests a second, median latency and processor time of a request (us)
compare() {
	awk -v row="$1" '
		FNR == 1 { side++ }
		$1 > rate[side] { rate[side] = $1 }
		FNR == 1 || $2 < p50[side] { p50[side] = $2 }
		FNR == 1 || $3 < cpu[side] { cpu[side] = $3 }
		END {
			printf "%-18s %10.0f %10.0f %6.2f %8.0f %8.0f", row, rate[1], rate[2], rate[1] / rate[2], p50[1], p50[2]
			printf " %8.2f %8.2f %6.2f\n", cpu[1], cpu[2], cpu[1] / cpu[2]
		}' \
		"$work/guest" "$work/host"
}
