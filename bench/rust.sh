#!/bin/sh
# rust.sh -- Rust over native Rust, each pair in turn, the best of five: the rows of bench/README.md, "Rust". Needs what `./dev rust` installs.
set -eu
cd "$(dirname "$0")/.."
top=$PWD
PATH=$top/build/bin:$PATH
target=$top/build/rust-bench
wasm=$target/wasm32-wasmer-wasi/release
native=$target/release
rustc=$(sed -n 's/^rustc //p' "$(cargo-wasix self path)/toolchain")

for package in bench/rust examples/rust/axum; do
	(cd $package && CARGO_TARGET_DIR=$target cargo-wasix build --quiet --release --locked)
	(cd $package && CARGO_TARGET_DIR=$target RUSTC=$rustc cargo build --quiet --release --locked)
done
for module in rayon_sum mpsc_pingpong tokio_spawn hello-axum; do
	wasix compile "$wasm/$module.wasm"
done

# of the numbers on standard input
smallest() {
	sort -n | head -1
}
largest() {
	sort -n | tail -1
}
ratio() {
	awk "BEGIN { printf \"%.2f\", $1 / $2 }"
}

printf '%-14s %12s %12s %8s\n' row wasix native ratio
for name in rayon_sum mpsc_pingpong tokio_spawn; do
	: >"$target/guest"
	: >"$target/host"
	for _ in 1 2 3 4 5; do
		wasix run --enable-threads "$wasm/$name.wasm" >>"$target/guest"
		"$native/$name" >>"$target/host"
	done
	guest=$(smallest <"$target/guest")
	host=$(smallest <"$target/host")
	printf '%-14s %12s %12s %8s\n' "$name" "$guest" "$host" "$(ratio "$guest" "$host")"
done

# served COMMAND...: requests a second of a server that prints where it listens
served() {
	PORT=0 "$@" >"$target/server" 2>&1 &
	server=$!
	until grep -q 'listening on' "$target/server"; do
		sleep 0.1
	done
	"$native/load" "$(sed -n 's|^listening on http://||p' "$target/server")" 3
	kill "$server"
	wait "$server" 2>/dev/null || true
}
: >"$target/guest"
: >"$target/host"
for _ in 1 2 3; do
	served wasix run --net --enable-threads --env=PORT=0 "$wasm/hello-axum.wasm" >>"$target/guest"
	served "$native/hello-axum" >>"$target/host"
done
guest=$(largest <"$target/guest")
host=$(largest <"$target/host")
printf '%-14s %12s %12s %8s\n' 'axum req/s' "$guest" "$host" "$(ratio "$guest" "$host")"
printf '%-14s %12s %12s bytes\n' 'axum size' "$(stat -c %s "$wasm/hello-axum.wasm")" "$(stat -c %s "$native/hello-axum")"

# a program of one println
echo 'fn main() { println!("hello"); }' >"$target/hello.rs"
wasix-rustc --edition=2021 --target wasm32-wasmer-wasi -O "$target/hello.rs" -o "$target/hello.wasm"
"$rustc" --edition=2021 -O "$target/hello.rs" -o "$target/hello"
printf '%-14s %12s %12s bytes\n' 'hello size' "$(stat -c %s "$target/hello.wasm")" "$(stat -c %s "$target/hello")"
