. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
command -v python3 >/dev/null || skip "python3 is not installed"
probe=$SOURCE/tests/rust/libc_probe.py

# the crate as the standard library has it; what a lock file names goes through the same edits
root=$(cargo-wasix self path)
flags="--crate-name libc --edition=2021 --target wasm32-wasmer-wasi --cap-lints allow --cfg linux_time_bits64 --cfg feature=\"std\""
# shellcheck disable=SC2086
wasix-rustdoc $flags -Zunstable-options --output-format json --document-hidden-items "$root/libc/src/lib.rs" -o doc >log 2>&1 ||
	fail "$(cat log)"
# shellcheck disable=SC2086
wasix-rustc $flags --crate-type lib "$root/libc/src/lib.rs" --out-dir . >log 2>&1 || fail "$(cat log)"

python3 "$probe" generate doc/libc.json
"$WASIXCC" -w -ferror-limit=0 -fsyntax-only probe.c 2>errors || true
python3 "$probe" prune errors
"$WASIXCC" -w probe.c -o c.wasm
rust probe.rs --extern libc=liblibc.rlib -o rust.wasm
"$WASIX" run c.wasm >c.txt
"$WASIX" run rust.wasm >rust.txt
python3 "$probe" compare rust.txt c.txt >out || fail "the crate and the headers differ"
cat out
