. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust

# init: what another host's cargo uses as it is
status 0 cargo wasix init --vcs none --name sample sample
cd sample
[ "$(find . -type f | sort | tr '\n' ' ')" = './Cargo.toml ./src/main.rs ' ] || fail "other files: $(find . -type f)"
if grep -rni wasi .; then fail "something of ours is in the package"; fi
status 0 cargo run --quiet --offline
says 'Hello, world!'

# tree and check: the target's dependencies, the target's code
mkdir -p part/src benches
printf '[package]\nname = "part"\nversion = "0.1.0"\nedition = "2021"\n' >part/Cargo.toml
echo 'pub const NAME: &str = "part";' >part/src/lib.rs
cat >>Cargo.toml <<'TOML'
[target.'cfg(target_vendor = "wasmer")'.dependencies]
part = { path = "part" }

[[bench]]
name = "speed"
harness = false
TOML
cat >src/main.rs <<'RUST'
#[cfg(not(all(target_vendor = "wasmer", target_os = "linux", target_env = "musl", target_arch = "wasm32", unix)))]
compile_error!("another target");
use std::collections::HashMap;
fn main() {
    println!("{}", part::NAME);
}
RUST
# nothing of the host: the directory is the package, /tmp is empty, threads are there
cat >benches/speed.rs <<'RUST'
fn main() {
    let here = std::env::current_dir().unwrap();
    let tmp = std::fs::read_dir("/tmp").unwrap().count();
    let thread = std::thread::spawn(|| std::path::Path::new("Cargo.toml").exists()).join().unwrap();
    println!("bench in {here:?}, {tmp} files in /tmp, {thread} {}", std::env::args().any(|a| a == "--bench"));
}
RUST
status 0 cargo wasix tree --offline
says 'part v0.1.0'
status 0 cargo tree --offline
if grep -q 'part v0.1.0' out; then fail "the host's tree has it too"; fi
status 0 cargo wasix check --offline
grep -q 'unused import' err || fail "no warning"
[ -d target/wasm32-wasmer-wasi/debug ] || fail "the output is elsewhere"
status 0 cargo wasix fix --offline --allow-no-vcs --bin sample
if grep -q HashMap src/main.rs; then fail "nothing was fixed"; fi
status 0 cargo wasix bench --offline
says 'bench in "/project", 0 files in /tmp, true true'
status 0 cargo wasix run --quiet --offline
says part
status 101 cargo wasix run --quiet --offline --features none
grep -q "does not contain this feature: none" err || fail "cargo's own error is not passed on"

# what the target lacks is said by whoever finds out
printf '[package]\nname = "shared"\nversion = "0.1.0"\nedition = "2021"\n[lib]\ncrate-type = ["cdylib"]\n' >part/Cargo.toml
status 101 cargo wasix build --quiet --offline --manifest-path part/Cargo.toml
grep -q 'cdylib: dynamic libraries of Rust are not there yet' err || fail "it is not said what is missing"
mkdir -p asm/src
printf '[package]\nname = "asm"\nversion = "0.1.0"\nedition = "2021"\n[workspace]\n' >asm/Cargo.toml
printf 'fn main() { println!("{}", unsafe { core::arch::x86_64::_rdtsc() }); }\n' >asm/src/main.rs
status 101 cargo wasix build --quiet --offline --manifest-path asm/Cargo.toml
grep -q 'x86_64' err || fail "it is not said what is missing"
mkdir -p registry/src
printf '[package]\nname = "registry"\nversion = "0.1.0"\nedition = "2021"\n[workspace]\n[dependencies]\nno-such-crate-in-any-cache = "9"\n' >registry/Cargo.toml
echo 'fn main() {}' >registry/src/main.rs
status 101 cargo wasix build --quiet --offline --manifest-path registry/Cargo.toml
grep -q '^error: no matching package named `no-such-crate-in-any-cache` found' err || fail "cargo does not say what is missing"

# what is ours
status 0 cargo wasix --help
[ "$(wc -l <out)" -le 24 ] || fail "more than a screen"
status 0 cargo wasix version
[ "$(wc -l <out)" = 3 ] || fail "three lines are expected"
status 2 cargo wasix self
one_line 'self install [--again], self path, self env or self uninstall is expected'
status 2 cargo wasix tset
one_line "unknown command 'tset'; test was meant?"
