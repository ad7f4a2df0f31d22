. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
echo 'int main() {}' >empty.cpp
"$WASIXCXX" empty.cpp -o empty.wasm 2>err || skip "the C++ library: $(tail -1 err)"
cp -r "$SOURCE/tests/rust/cxx_package" package
cd package
cargo fetch --locked --offline >/dev/null 2>&1 || skip "the crate cc is not in cargo's cache (./dev rust test fetches it)"
status 0 cargo wasix run --quiet --locked --offline -W,--enable-threads
cat >expected <<'TEXT'
("a", 3)
C++: unwound
Rust: caught Some("through C++")
thread: 42
TEXT
diff -u expected out || fail "other output"
