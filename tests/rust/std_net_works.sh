. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
rust -O "$SOURCE/tests/rust/programs/net.rs" -o net.wasm

status 0 "$WASIX" run --net --enable-threads --timeout=60 net.wasm
cat >expected <<'TEXT'
nodelay true, peer is right: true
echoed 100000 100000
accept: WouldBlock
timeout Some(60ms)
read: true true
read: WouldBlock
connect: ConnectionRefused
"datagram" from the sender: true
6
ttl true, broadcast false
[127.0.0.1:80]
localhost: true
TEXT
diff -u expected out || fail "other output"

# not granted
status 101 "$WASIX" run --enable-threads net.wasm
grep -qF -- --net err || fail "the flag is not named"
