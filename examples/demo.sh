#!/bin/sh
# demo.sh -- what `./dev demo` shows: a C program becomes a module, is inspected and run; then two real programs on real files.
set -eu
cd "$(dirname "$0")/.."

bin=$PWD/build/bin
demo=$PWD/build/demo
PATH=$bin:$PATH
rm -rf "$demo/data"
mkdir -p "$demo/data"

show() {
	printf '\n\033[1m$ %s\033[0m\n' "$*"
	"$@"
}

same() {
	cmp "$1" "$2" || {
		echo "demo: $1 and $2 differ" >&2
		exit 1
	}
}

# build PROGRAM: for both targets, once; the log is shown if it fails
build() {
	for target in wasm native; do
		[ ! -e "$demo/$target/$1" ] || continue
		echo "building $1 ($target) from Debian's source package"
		sh examples/programs.sh "$1" $target "$demo/$target" >"$demo/$1.log" 2>&1 || {
			cat "$demo/$1.log" >&2
			exit 1
		}
	done
}

cp README.md "$demo/data/"
cd "$demo"
show wasixcc -O2 ../../examples/hello.c -o hello.wasm
show wasix inspect hello.wasm
show wasix run hello.wasm
show wasix run --dir=data hello.wasm data/README.md
cd ../..

build lua
cp examples/words.lua "$demo/data/"
cd "$demo"
show wasix run --dir=data wasm/lua data/words.lua data/README.md
wasix run --dir=data wasm/lua data/words.lua data/README.md >lua.guest
native/lua data/words.lua data/README.md >lua.native
same lua.guest lua.native
echo "(the same as natively)"
cd ../..

build sqlite
cp examples/words.sql "$demo/data/"
cd "$demo"
show wasix run --dir=data --env=HOME=/ wasm/sqlite data/guest.db ".read data/words.sql" | tee sqlite.guest
native/sqlite data/native.db ".read data/words.sql" >sqlite.native
sed -i '/\$ wasix/d; /^$/d' sqlite.guest
same sqlite.guest sqlite.native
show sqlite3 data/guest.db 'pragma integrity_check; select count(*) from words;'
