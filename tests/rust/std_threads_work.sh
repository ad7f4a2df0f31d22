. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
rust -O "$SOURCE/tests/rust/programs/threads.rs" -o threads.wasm

status 0 "$WASIX" run --enable-threads --timeout=60 threads.wasm
cat >expected <<'TEXT'
destructors of thread locals added up to 10
sum 199980000, leaders 1
timed out: true true
unparked
received 148800
Err(RecvError)
once 1, true
joined a panic: Some("in a thread"), poisoned: true
parallelism true
TEXT
diff -u expected out || fail "other output"
grep -qF "thread 'careless'" err || fail "the thread has no name"

# not granted: an error that std reports, and the flag is named at the end
printf 'fn main() { println!("{}", std::thread::Builder::new().spawn(|| ()).is_err()); }\n' >refused.rs
rust refused.rs -o refused.wasm
status 0 "$WASIX" run refused.wasm
says true
grep -qF -- --enable-threads err || fail "the flag is not named"
