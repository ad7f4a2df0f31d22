#!/bin/sh
# run.sh [ROW...] -- the figures of bench/README.md, as ratios over native code measured in the same run.
set -eu
cd "$(dirname "$0")/.."

bin=$PWD/build/bin
work=$PWD/build/bench
mkdir -p "$work"
here=$PWD/bench
rows=" $* "

wanted() {
	[ "$rows" = "  " ] || case $rows in *" $1 "*) ;; *) return 1 ;; esac
}

quietly() {
	"$@" >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		exit 1
	}
}

# program NAME: both builds, once
program() {
	for target in wasm native; do
		[ -e "$work/$target/$1" ] || quietly sh examples/programs.sh "$1" $target "$work/$target"
	done
	quietly "$bin/wasix" compile "$work/wasm/$1"
}

# both FILE [FLAG...]: a C file of ours, both builds; $guest_flags are the guest's alone
guest_flags=
both() {
	name=$(basename "$1" .c)
	mkdir -p "$work/wasm" "$work/native"
	quietly clang-22 -O3 "$@" -Wl,--as-needed -lm -o "$work/native/$name"
	# shellcheck disable=SC2086
	quietly "$bin/wasixcc" -O3 $guest_flags "$@" -o "$work/wasm/$name"
	quietly "$bin/wasix" compile "$work/wasm/$name"
}

# row NAME RUNS GUEST... -- NATIVE...
: >"$work/ratios"
row() {
	name=$1
	shift
	"$work/pair" "$@" >"$work/pair.out"
	read -r guest native ratio median <"$work/pair.out"
	printf '%-12s %10s %10s %8s %8s\n' "$name" "$guest" "$native" "$ratio" "$median"
	case $name in start*) ;; *) echo "$ratio" >>"$work/ratios" ;; esac
}

quietly clang-22 -O2 -o "$work/pair" bench/pair.c
printf '%-12s %10s %10s %8s %8s\n' row 'wasix ms' 'native ms' ratio median

if wanted lua; then
	program lua
	row lua 5 "$bin/wasix" run --dir="$here::/bench" "$work/wasm/lua" /bench/script.lua -- "$work/native/lua" "$here/script.lua"
fi
if wanted sqlite; then
	program speedtest1
	row sqlite 5 "$bin/wasix" run "$work/wasm/speedtest1" --memdb --size 60 -- "$work/native/speedtest1" --memdb --size 60
fi
if wanted zlib; then
	program minigzip
	[ -e "$work/text" ] || seq 1 2500000 >"$work/text"
	row zlib 5 "$bin/wasix" run --dir="$work::/w" "$work/wasm/minigzip" -c /w/text -- "$work/native/minigzip" -c "$work/text"
fi
for file in bench/kernels/*.c; do
	name=$(basename "$file" .c)
	if wanted "$name"; then
		both "$file"
		row "$name" 5 "$bin/wasix" run "$work/wasm/$name" -- "$work/native/$name"
	fi
done
[ ! -s "$work/ratios" ] || awk '{ s += log($1) } END { printf "%-12s %29.3f\n", "geomean", exp(s / NR) }' "$work/ratios"
# what a guest gets that is compiled for it
for name in vectors wide; do
	if wanted $name; then
		case $name in vectors) guest_flags=-msimd128 ;; wide) guest_flags=-mwide-arithmetic ;; esac
		both bench/$name.c
		guest_flags=
		row $name 5 "$bin/wasix" run "$work/wasm/$name" -- "$work/native/$name"
	fi
done

if wanted start; then
	both examples/hello.c
	row start 200 "$bin/wasix" run "$work/wasm/hello" -- "$work/native/hello"
	row start-nowall 200 "$bin/wasix" run --no-second-wall "$work/wasm/hello" -- "$work/native/hello"
fi

# call NAME COUNT GUEST... -- NATIVE...: what one call costs, ns
call() {
	name=$1 count=$2
	shift 2
	"$work/pair" 5 "$@" >"$work/pair.out"
	awk -v name="$name" -v count="$count" '{ printf "%-12s %10.0f %10.0f %8.3f %8.0f\n", name, $1 * 1e6 / count, $2 * 1e6 / count, $3, ($1 - $2) * 1e6 / count }' "$work/pair.out"
}

# least NAME FILE FLAGS...: programs that print what one call costs (least.h): with the second wall, without it, natively; the least of three runs
least() {
	name=$1 file=$2
	shift 2
	for run in 1 2 3; do
		"$bin/wasix" run "$@" "$work/wasm/$name" "/a${file#"$work/tree"}" 2>&1 >/dev/null
		"$bin/wasix" run --no-second-wall "$@" "$work/wasm/$name" "/a${file#"$work/tree"}" 2>&1 >/dev/null
		"$work/native/$name" "$file" 2>&1 >/dev/null
	done | awk -v name="$name" '{ k = NR % 3; if (!(k in l) || $1 < l[k]) l[k] = $1 }
		END { printf "%-12s %10.0f %10.0f %8.3f %8.0f %14.0f\n", name, l[1], l[0], l[1] / l[0], l[1] - l[0], l[2] - l[0] }'
}

if wanted calls; then
	echo
	printf '%-12s %10s %10s %8s %8s %14s\n' call 'wasix ns' 'native ns' ratio more 'without wall'
	for name in status fcntl write open send handler sigwait; do
		both bench/calls/$name.c
	done
	mkdir -p "$work/tree/b/c"
	: >"$work/tree/b/c/file"
	least status ''
	least fcntl ''
	least write ''
	least open "$work/tree/b/c/file" --dir="$work/tree::/a" --dir="$work/tree/b::/a/b" --dir="$work/tree/b/c::/a/b/c"
	quietly clang-22 -D_GNU_SOURCE -O3 bench/calls/filter.c -o "$work/native/filter"
	"$work/native/filter" 2>&1 >/dev/null | awk '{ v[NR] = $1 } END { printf "%-12s %10.0f %10.0f %8.3f %8.0f\n", "filter", v[2], v[1], v[2] / v[1], v[2] - v[1] }'
	call send 1000000 "$bin/wasix" run "$work/wasm/send" -- "$work/native/send"
	call handler 300000 "$bin/wasix" run "$work/wasm/handler" -- "$work/native/handler"
	call sigwait 20000 "$bin/wasix" run "$work/wasm/sigwait" -- "$work/native/sigwait"
fi

if wanted processes; then
	echo
	printf '%-12s %10s %10s %8s %8s\n' process 'wasix ns' 'native ns' ratio more
	both bench/processes/processes.c
	guest="$bin/wasix run --dir=$work/wasm::/ $work/wasm/processes"
	native=$work/native/processes
	both bench/calls/fork.c
	least fork ''
	for mib in 0 16 256; do
		# shellcheck disable=SC2086
		call fork-$mib 200 $guest fork 200 $mib -- "$native" fork 200 $mib
	done
	cp "$work/wasm/processes" "$work/wasm/p" # found as argv[0] by the guest
	guest="$bin/wasix run --dir=$work/wasm::/ --cwd=/ ./p"
	for what in spawn exec; do
		# shellcheck disable=SC2086
		(cd "$work/wasm" && call $what 200 $guest $what 200 -- "$native" $what 200)
	done
	# shellcheck disable=SC2086
	(cd "$work/wasm" && call pipe 20000 $guest pipe 20000 -- "$native" pipe 20000)
fi

# A shell and its commands, guests against the host's of the same versions.
if wanted shell; then
	echo
	root=${WASIX_PROGRAMS_ROOT:-${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/root}
	sh examples/root.sh "$root"
	for name in bash dash yes head wc cat rm mkdir chmod expr sort tr sed grep gawk; do
		quietly "$bin/wasix" compile "$root/bin/$name"
	done
	yes='yes | head -c 1G | wc -c'
	row yes 3 "$bin/wasix" run --dir="$root::/" --env=PATH=/bin "$root/bin/bash" -c "$yes" -- bash -c "$yes"
	rm -rf "$work/configure"
	mkdir -p "$work/configure/source" "$work/configure/wasm" "$work/configure/native"
	(
		cache=${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/sources
		. "$here/../examples/debian.sh"
		cd "$work/configure/source"
		quietly unpack gzip
	)
	set -- --build=x86_64-pc-linux-gnu AR=: RANLIB=: CONFIG_SHELL=/bin/bash
	cp bench/configure/cc "$work/configure/source/cc"
	chmod +x "$work/configure/source/cc"
	cd "$work/configure"
	row configure 3 "$bin/wasix" run --dir="$root::/" --dir=source::/source --dir=wasm::/made --cwd=/made --env=PATH=/bin "$root/bin/bash" \
		/source/configure "$@" CC=/source/cc CPP='/source/cc -E' -- \
		env -C native bash "$PWD/source/configure" "$@" CC="$PWD/source/cc" CPP="$PWD/source/cc -E" 2>"$work/log"
	cmp wasm/lib/config.h native/lib/config.h >&2
	cd "$here/.."
fi

if wanted waits; then
	echo
	printf '%-12s %10s %10s %8s %8s\n' wait 'wasix ns' 'native ns' ratio more
	for name in epoll_idle poll_many poll_wake; do
		both bench/waits/$name.c
		rounds=$(sed -n 's/.*ROUNDS = \([0-9]*\).*/\1/p' bench/waits/$name.c)
		call $name "$rounds" "$bin/wasix" run "$work/wasm/$name" -- "$work/native/$name"
	done
fi

if wanted strings; then
	echo
	printf '%-16s %10s %10s %8s\n' call 'wasix ns' 'native ns' ratio
	both bench/strings.c -fno-builtin
	for run in 1 2 3; do
		"$bin/wasix" run "$work/wasm/strings" | sed 's/^/guest /'
		"$work/native/strings" | sed 's/^/native /'
	done | awk '{ k = $1 " " $2; if (!(k in l) || $3 < l[k]) l[k] = $3; if (!seen[$2]++) order[++count] = $2 }
		END { for (i = 1; i <= count; i++) { n = order[i]; printf "%-16s %10.1f %10.1f %8.2f\n", n, l["guest " n], l["native " n], l["guest " n] / l["native " n] } }'
fi

if wanted malloc; then
	echo
	for name in mix brief list; do
		both bench/malloc/$name.c
		row $name 5 "$bin/wasix" run "$work/wasm/$name" -- "$work/native/$name"
	done
	for name in mix_two hand; do
		both bench/malloc/$name.c -pthread
		row $name 5 "$bin/wasix" run --enable-threads "$work/wasm/$name" -- "$work/native/$name"
	done
fi

if wanted threads; then
	echo
	for name in create uncontended contended condition; do
		both bench/threads/$name.c -pthread
		row $name 5 "$bin/wasix" run --enable-threads "$work/wasm/$name" -- "$work/native/$name"
	done
fi

if wanted net; then
	echo
	for name in stream pingpong; do
		both bench/net/$name.c
		row $name 5 "$bin/wasix" run --net "$work/wasm/$name" -- "$work/native/$name"
	done
	both bench/net/http.c -D_GNU_SOURCE
	quietly clang-22 -O2 -D_GNU_SOURCE -o "$work/load" bench/net/load.c
	printf '%-12s %10s %10s %8s %8s %8s %9s %8s\n' http 'wasix r/s' 'native r/s' ratio 'p50 us' 'native' latency 'cpu'
	for connections in 1 64 512; do
		"$work/load" $connections 25 "$bin/wasix" run --net "$work/wasm/http" -- "$work/native/http" |
			awk -v n="http-$connections" \
				'{ printf "%-12s %10.0f %10.0f %8.3f %8.0f %8.0f %9.3f %8.3f\n", n, $1, $5, $9, $2, $6, $10, $11 }'
	done
fi

sdk=${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/wasmer-sdk-0.5.0
if wanted wasmer && [ -d "$sdk" ]; then
	echo
	printf '%-12s %10s %10s %8s\n' wasmer 'wasix ms' 'wasmer ms' ratio
	modules=
	for file in examples/hello.c bench/kernels/*.c; do
		both "$file"
		modules="$modules $work/wasm/$(basename "$file" .c)"
	done
	# shellcheck disable=SC2086
	WASIX=$bin/wasix WASMER_SDK=$sdk WASMER_CACHE=$work/wasmer python3 bench/wasmer.py $modules
fi

if wanted compile; then
	echo
	printf '%-12s %10s %10s %10s\n' compile 'code KiB' s KiB/s
	for name in lua speedtest1; do
		program $name
		rm -rf "$work/cache"
		begin=$(date +%s%N)
		quietly "$bin/wasix" compile --cache-dir "$work/cache" "$work/wasm/$name"
		end=$(date +%s%N)
		size=$("$bin/wasix" inspect --json "$work/wasm/$name" | sed -n 's/.*"code_size": \([0-9]*\).*/\1/p')
		awk -v n="$name" -v size="$size" -v ns=$((end - begin)) \
			'BEGIN { printf "%-12s %10.0f %10.2f %10.0f\n", n, size / 1024, ns / 1e9, size / 1024 / (ns / 1e9) }'
	done
fi

if wanted size; then
	echo
	printf '%-12s %10s %10s\n' size bytes imports
	printf '#include <unistd.h>\nint main(void) { write(1, "hi\\n", 3); }\n' >"$work/write.c"
	printf '#include <stdio.h>\nint main(void) { puts("hi"); }\n' >"$work/puts.c"
	printf '#include <stdio.h>\nint main(int c, char **v) { printf("%%d %%s\\n", c, v[0]); }\n' >"$work/printf.c"
	for name in write puts printf; do
		quietly "$bin/wasixcc" -Os -s "$work/$name.c" -o "$work/$name.wasm"
		printf '%-12s %10s %10s\n' $name "$(wc -c <"$work/$name.wasm")" \
			"$("$bin/wasix" inspect --json "$work/$name.wasm" | grep -c '"summary"')"
	done
fi
