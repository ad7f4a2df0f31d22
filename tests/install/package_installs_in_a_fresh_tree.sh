. "$SOURCE/tests/expect.sh"

command -v cpack >/dev/null && command -v dpkg-shlibdeps >/dev/null || skip "dpkg-dev is not installed"
grep -q 'WASIX_SANITIZE:STRING=$' "$BUILD/CMakeCache.txt" || skip "sanitizers are not packaged"
cpack --config "$BUILD/CPackConfig.cmake" -B "$PWD/package" >cpack.log 2>&1 || fail "$(tail -5 cpack.log)"
deb=$(echo package/*.deb)

dpkg-deb --field "$deb" Depends >out
for package in clang-22 lld-22 libclang-rt-22-dev-wasm32 libllvm22 libdw1 libc6; do
	says "$package"
done
dpkg-deb --contents "$deb" >out
for file in bin/wasix bin/wasixcc lib/wasix/wasix-compile lib/wasix/sysroot/lib/wasm32-wasi/libc.a \
	lib/wasix/sysroot/COPYRIGHT.musl share/man/man1/wasix-run.1 share/bash-completion/completions/wasix \
	share/zsh/site-functions/_wasix share/doc/wasix/copyright; do
	grep -q " \./usr/$file\( \|$\)" out || fail "/usr/$file is not in the package"
done
if grep -v '^d' out | grep -v ' \./usr/'; then fail "files outside of /usr"; fi
if grep -v ' root/root ' out; then fail "files of others than root"; fi
if grep '^.....w\|^........w' out | grep -v '^l'; then fail "others may write"; fi

# what dpkg makes of it, in a root of its own
mkdir -p root/var/lib/dpkg/info root/var/lib/dpkg/updates root/var/log home
touch root/var/lib/dpkg/status root/var/lib/dpkg/available
if [ "$(id -u)" = 0 ]; then
	dpkg --root="$PWD/root" --force-depends --install "$deb" >dpkg.log 2>&1 || fail "$(tail -5 dpkg.log)"
	[ "$(dpkg-query --root="$PWD/root" -W -f '${Status}' wasix)" = 'install ok installed' ] || fail "not installed"
else
	dpkg-deb --extract "$deb" root
fi
clean() {
	env -i PATH="$PWD/root/usr/bin:/usr/bin:/bin" HOME="$PWD/home" "$@"
}
printf '#include <stdio.h>\nint main(void) { puts("hello"); }\n' >hello.c
status 0 clean wasix doctor
status 0 clean wasixcc hello.c -o hello.wasm
status 0 clean wasix run hello.wasm
says hello
[ "$(id -u)" = 0 ] || exit 0
dpkg --root="$PWD/root" --remove wasix >dpkg.log 2>&1 || fail "$(tail -5 dpkg.log)"
[ ! -e root/usr/lib/wasix ] || fail "something stays behind"
