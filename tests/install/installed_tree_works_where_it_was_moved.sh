. "$SOURCE/tests/expect.sh"

cmake --install "$BUILD" --prefix "$PWD/first" >install.log || fail "$(tail -3 install.log)"
mv first moved
for file in bin/wasixcc bin/wasix-exec lib/wasix/wasix-compile include/wasix.h lib/pkgconfig/wasix.pc \
	share/man/man1/wasix-run.1 share/bash-completion/completions/wasixcc share/zsh/site-functions/_wasix \
	share/wasix/wasix.toolchain.cmake share/doc/wasix/copyright; do
	[ -e "moved/$file" ] || fail "$file is not installed"
done
find moved -type l -lname '/*' >out
[ ! -s out ] || fail "links that leave the tree"
if grep -rlI "$BUILD" moved >out; then fail "the build directory is named"; fi

printf '#include <stdio.h>\nint main(void) { puts("hello"); }\n' >hello.c
mkdir home
clean() {
	env -i PATH="$PWD/moved/bin:/usr/bin:/bin" HOME="$PWD/home" ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} "$@"
}
status 0 clean wasix doctor
status 0 clean wasixcc hello.c -o hello.wasm
status 0 clean wasix run hello.wasm
says hello
status 0 clean wasix run hello.wasm
status 0 clean wasix-exec hello.wasm
says hello
[ -d home/.cache/wasix/code ] || fail "no cache"

# the library and its description
command -v pkg-config >/dev/null || exit 0
PKG_CONFIG_PATH=$PWD/moved/lib/pkgconfig
export PKG_CONFIG_PATH
# shellcheck disable=SC2046
[ -n "${ASAN_OPTIONS-}" ] && grep -q 'WASIX_SANITIZE:STRING=.' "$BUILD/CMakeCache.txt" && exit 0
"$NATIVE_CC" "$SOURCE/examples/embed.c" -o embed $(pkg-config --static --cflags --libs wasix)
WASIX_COMPILER=$PWD/moved/lib/wasix/wasix-compile ./embed >out || true # it ends with a trap
says 100.5
