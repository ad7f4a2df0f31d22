# A compiler, a cargo and sources that are only as real as the installer looks at: the building itself is another test's.
. "$SOURCE/tests/expect.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

mkdir -p sys/bin data
printf '#!/bin/sh\ncase $1 in\n-vV) printf "rustc 9.9.9\\nhost: x-y-z\\nrelease: 9.9.9\\n" ;;\n--print) echo "%s/sys" ;;\nesac\n' "$PWD" >sys/bin/rustc
chmod +x sys/bin/rustc
# sources that have each place as often as the table says
cat >edits.c <<'C'
#define EDIT(tree, file, times, place, replacement) ROW tree file times place
#include "cmd/rust/rust_edits.def"
C
"$NATIVE_CC" -E -P -I"$SOURCE" edits.c >edits.txt
python3 - edits.txt sys/lib/rustlib/src/rust/library <<'PYTHON'
import ast, os, re, sys
text, library = open(sys.argv[1]).read(), sys.argv[2]
for row in text.split("ROW ")[1:]:
    tree, file, times, place = re.match(r'(\w+)\s+"([^"]*)"\s+(\d+)\s+(.*)', row, re.S).groups()
    if tree != "LIBRARY":
        continue
    path = os.path.join(library, file)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    place = "".join(ast.literal_eval(s) for s in re.findall(r'"(?:[^"\\]|\\.)*"', place))
    open(path, "a").write((place + "\n// between\n") * int(times))
for file in ("std/src/lib.rs", "Cargo.lock", "backtrace/src/symbolize/mod.rs"):
    path = os.path.join(library, file)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "a").close()
PYTHON

# cargo: dies the first time, in the middle; then makes two libraries
cat >sys/bin/cargo <<SH
#!/bin/sh
echo "\$@" >>"$PWD/calls"
work=$PWD/data/wasix/rust/work
cp "\$work/library/core/src/ffi/primitives.rs" "$PWD/edited.rs"
[ -e "$PWD/second" ] || { touch "\$work/half-done"; echo 'out of luck'; exit 101; }
[ -e "\$work/half-done" ] || exit 99
mkdir -p "\$work/target/wasm32-wasmer-wasi/release/deps" "\$work/target/wasm32-wasmer-wasi/release/wasix/libc-0.2.1/src"
echo a >"\$work/target/wasm32-wasmer-wasi/release/deps/libcore-1.rlib"
echo b >"\$work/target/wasm32-wasmer-wasi/release/deps/libstd-2.rlib"
echo c >"\$work/target/wasm32-wasmer-wasi/release/deps/libstd-2.d"
SH
chmod +x sys/bin/cargo
cargo_wasix() {
	env XDG_DATA_HOME="$PWD/data" WASIX_RUSTC="$PWD/sys/bin/rustc" "$BUILD/bin/cargo-wasix" "$@"
}

status 1 cargo_wasix self install
# these sources came without the crates that std uses, so the registry may be what is missing
one_line 'building the standard library failed; the sources come without the crates that it uses, so the registry is needed: see '
if grep -q offline calls; then fail "cargo was told to stay offline"; fi
grep -q 'out of luck' data/wasix/rust/work/log || fail "the log does not say why"
grep -q 'not(target_vendor = "wasmer")' edited.rs || fail "what was built was not edited"
status 1 cargo_wasix build
one_line 'is not installed: run cargo wasix self install'

touch second
status 0 cargo_wasix self install
says 'the standard library of rustc 9.9.9'
status 0 cargo_wasix self path
root=$(cat out)
for file in toolchain libc/src lib/rustlib/x-y-z lib/rustlib/wasm32-wasmer-wasi/target.json lib/rustlib/wasm32-wasmer-wasi/lib/libcore-1.rlib \
	lib/rustlib/wasm32-wasmer-wasi/lib/libstd-2.rlib; do
	[ -e "$root/$file" ] || [ -L "$root/$file" ] || fail "$file is not there"
done
[ ! -e "$root/lib/rustlib/wasm32-wasmer-wasi/lib/libstd-2.d" ] || fail "more than libraries"
[ ! -e data/wasix/rust/work ] || fail "the work is left"

# once is enough; another compiler in its place is noticed
status 0 cargo_wasix self install
says 'already there'
[ "$(wc -l <calls)" = 2 ] || fail "it was built again"
echo '# newer' >>sys/bin/rustc
status 1 cargo_wasix build
one_line 'is not the 9.9.9 any more'
status 0 cargo_wasix self uninstall
[ ! -e data/wasix/rust ] || fail "something is left"
