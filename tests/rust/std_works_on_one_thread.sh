. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
rust -O "$SOURCE/tests/rust/programs/basics.rs" -o basics.wasm
mkdir data

run_basics() {
	"$WASIX" run --volume="$PWD/data:/data" --cwd=/data --env=GIVEN=value "$@" basics.wasm one "two words"
}
status 5 run_basics
grep -v '^seed ' out >first
cat >expected <<'TEXT'
["one", "two words"]
Ok("value") Err(NotPresent)
/data
appended and read: "second\n", 13 bytes
[("a", false), ("c", false), ("d", false), ("deep", true)]
"first" -> "c"
true
NotFound
AlreadyExists
written just now: true
removed: true
slept: true
after 2025: true
1000 961
dropped while unwinding
caught: Some("on purpose: 3")
caught: true
TEXT
diff -u expected first || fail "other output"
seed=$(grep '^seed ' out)
grep -q "panicked at .*basics.rs" err || fail "no panic message"

# a panic that nobody catches ends the program with 101, after its destructors; its seed is another
status 101 run_basics --env=END=panic
says 'dropped by the last panic'
grep -qF 'the last one' err || fail "no panic message"
[ "$(grep '^seed ' out)" != "$seed" ] || fail "the hash seeds of two runs are the same"

# with names
status 101 run_basics --env=END=panic --env=RUST_BACKTRACE=1
grep -q ': basics::main$' err || fail "no name in the backtrace"

# and with lines, where the program has line tables
printf 'fn inner(n: u32) -> u32 {\n    n.checked_sub(1).expect("none left")\n}\nfn main() {\n    let n = inner(1);\n    inner(n);\n}\n' >lines.rs
rust -Cdebuginfo=1 lines.rs -o lines.wasm
status 101 "$WASIX" run --env=RUST_BACKTRACE=1 lines.wasm
grep -A1 ': lines::inner$' err | grep -q ' at lines\.rs:2$' || fail "no line of the inner function"
grep -A1 ': lines::main$' err | grep -q ' at lines\.rs:6$' || fail "no line of main"
grep -q ' at \.*/rustc/[0-9.]*/library/core/src/ops/function\.rs:' err || fail "no line of the standard library, or another path"

# panic=abort is a trap, with the same message
printf 'fn main() { println!("before"); None::<u32>.unwrap(); }\n' >abort.rs
rust -Cpanic=abort abort.rs -o abort.wasm
status 134 "$WASIX" run abort.wasm
says before
grep -qF 'called `Option::unwrap()` on a `None` value' err || fail "no panic message"
