. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
mkdir bin data
rust -O "$SOURCE/tests/rust/programs/process.rs" -o bin/self

status 0 "$WASIX" run --volume="$PWD/bin:/bin:ro" --volume="$PWD/data:/data" --max-processes=8 --enable-threads --timeout=60 bin/self
cat >expected <<'TEXT'
output: A=1,B=2 in /data
"on the other stream\n", Some(7)
through pipes: 300000, exit status: 0
a pipeline
true true
before: None
killed: None Some(9), early: true
aborted: Some(6)
missing: NotFound
 in /
inherited: Some(7)
own id differs: true
TEXT
diff -u expected out || fail "other output"
