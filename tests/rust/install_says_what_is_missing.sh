. "$SOURCE/tests/expect.sh"

# a compiler that says what it is told to, with sources of its own
mkdir -p sys/bin sys/lib/rustlib/src/rust/library/std/src sys/lib/rustlib/src/rust/src data
printf '#!/bin/sh\ncase $1 in\n-vV) printf "rustc 9.9.9\\nhost: x-y-z\\nrelease: 9.9.9\\n" ;;\n--print) echo "%s/sys" ;;\nesac\n' "$PWD" >sys/bin/rustc
chmod +x sys/bin/rustc
library=sys/lib/rustlib/src/rust/library
cargo_wasix() {
	env -u RUSTC -u WASIX_RUSTC -u WASIX_RUST_SRC -u CARGO XDG_DATA_HOME="$PWD/data" PATH="$PWD/sys/bin:/usr/bin:/bin" \
		"$BUILD/bin/cargo-wasix" "$@"
}
cargo_wasix_of() {
	env XDG_DATA_HOME="$PWD/data" WASIX_RUSTC="$1" WASIX_RUST_SRC="$PWD/$library" "$BUILD/bin/cargo-wasix" self install
}

# nothing installed
status 1 cargo_wasix build
one_line 'run cargo wasix self install'
status 1 cargo_wasix self path
one_line 'run cargo wasix self install'

# no compiler, no sources, sources of another version
status 1 cargo_wasix_of /nonexistent/rustc
one_line "WASIX_RUSTC: '/nonexistent/rustc' is not a Rust compiler"
status 1 cargo_wasix_of "$PWD/sys/bin/rustc"
one_line 'no sources of rustc 9.9.9'
touch $library/std/src/lib.rs
echo 9.9.8 >sys/lib/rustlib/src/rust/src/version
status 1 cargo_wasix_of "$PWD/sys/bin/rustc"
one_line 'is version 9.9.9, the sources in'

# sources that the edits do not fit: nothing is installed
echo 9.9.9 >sys/lib/rustlib/src/rust/src/version
mkdir -p $library/core/src/ffi
echo 'nothing that is looked for' >$library/core/src/ffi/primitives.rs
status 1 cargo_wasix_of "$PWD/sys/bin/rustc"
one_line 'the standard library 9.9.9 is not one that this wasix knows: core/src/ffi/primitives.rs has the place'
[ ! -e data/wasix/rust/current ] || fail "something was installed"

# a data directory that is a file
rm -r data
touch data
status 1 cargo_wasix_of "$PWD/sys/bin/rustc"
one_line "cannot write $PWD/data/wasix/rust: Not a directory"

# flags
status 2 cargo_wasix build -W--net
one_line "'-W--net': -W,FLAG is expected"
status 2 cargo_wasix build --target wasm32-unknown-unknown
one_line "builds for wasm32-wasmer-wasi only"
status 2 cargo_wasix biuld
one_line 'build was meant?'
