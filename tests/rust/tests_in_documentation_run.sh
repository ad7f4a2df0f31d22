. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
mkdir -p src tmp
export TMPDIR="$PWD/tmp"
printf '[package]\nname = "sample"\nversion = "0.1.0"\nedition = "2021"\n' >Cargo.toml
cat >src/lib.rs <<'RUST'
/// Runs for the target, in the package, in a private /tmp.
/// ```
/// assert!(cfg!(target_vendor = "wasmer"));
/// assert!(std::path::Path::new("/project/Cargo.toml").exists() && sample::three() == 3);
/// assert_eq!(std::fs::read_dir("/tmp")?.count(), 0);
/// # Ok::<(), std::io::Error>(())
/// ```
/// ```should_panic
/// panic!("on purpose");
/// ```
/// ```compile_fail,E0308
/// let x: u32 = "text";
/// ```
/// ```no_run
/// loop {}
/// ```
/// ```ignore-wasm32
/// no program
/// ```
pub fn three() -> i32 {
    3
}

/// ```
/// assert_eq!(sample::four(), 5, "four is not five");
/// ```
pub fn four() -> i32 {
    4
}
RUST
cat >expected <<'TEXT'
running 5 tests
test src/lib.rs - three (line 2) ... ok
test src/lib.rs - three (line 8) - should panic ... ok
test src/lib.rs - three (line 11) - compile fail ... ok
test src/lib.rs - three (line 14) - compile ... ok
test src/lib.rs - three (line 17) ... ignored
TEXT
status 0 cargo wasix test --offline --doc three
grep -E '^(running|test src)' out | diff -u expected - || fail "other tests"
says 'test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 1 filtered out'

# one that fails says what it said
status 101 cargo wasix test --offline --doc four
says 'test src/lib.rs - four (line 24) ... FAILED'
says 'four is not five'
says 'Test executable failed (exit status: 101).'
[ -z "$(ls tmp)" ] || fail "a temporary directory is left"
