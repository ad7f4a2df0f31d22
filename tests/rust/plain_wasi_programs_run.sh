# A program of another toolchain: Debian's rustc 1.63 with its own standard library and C library for wasm32-wasi.
. "$SOURCE/tests/expect.sh"
plain=${WASIX_RUST_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}}/wasix/plain-rust
[ -x "$plain/usr/bin/rustc" ] || skip "Debian's rustc for wasm32-wasi is not in $plain (./dev rust test puts it there)"

LD_LIBRARY_PATH=$plain/usr/lib/x86_64-linux-gnu "$plain/usr/bin/rustc" --sysroot "$plain/usr" --edition 2021 --target wasm32-wasi -O \
	-Clinker="$plain/usr/lib/llvm-14/bin/wasm-ld" -L "$plain/usr/lib/wasm32-wasi" "$SOURCE/tests/rust/programs/plain.rs" -o plain.wasm
mkdir data
status 3 "$WASIX" run --volume="$PWD/data:/data" --env=GIVEN=value plain.wasm one two
cat >expected <<'TEXT'
["one", "two"]
Ok("value")
written
["f"]
100
true
true
TEXT
diff -u expected out || fail "other output"
[ "$(cat data/f)" = written ] || fail "the file is not there"
