. "$SOURCE/tests/expect.sh"
echo 'int main() {}' >a.cpp
# what needs no library does not ask for it
status 0 env WASIX_BUILD_CACHE="$PWD/none" "$WASIXCXX" --version
status 0 env WASIX_BUILD_CACHE="$PWD/none" "$WASIXCC" -xc /dev/null -c -o c.o
[ ! -e none ] || fail "a library was begun"

# a cache that cannot be written
touch file
status 1 env WASIX_BUILD_CACHE="$PWD/file" "$WASIXCXX" a.cpp
one_line "wasixc++: cannot write $PWD/file/cxx: Not a directory"

# without CMake
status 1 env WASIX_BUILD_CACHE="$PWD/cache" WASIX_CLANG="$(command -v clang-22)" PATH="$PWD/nothing" "$WASIXCXX" a.cpp
grep -q 'wasixc++: cannot run cmake, which builds the C++ library: No such file or directory' err || fail "CMake is not named"

# no source package, and no way to get one: the log says so, and nothing is left that looks whole
mkdir bin
for tool in cmake sh mkdir sha256sum cut mktemp rm grep dirname; do ln -s "$(command -v $tool)" bin/; done
status 1 env WASIX_BUILD_CACHE="$PWD/cache" WASIX_CLANG="$(command -v clang-22)" PATH="$PWD/bin" "$WASIXCXX" a.cpp
[ "$(wc -l <err)" = 2 ] || fail "two lines are expected"
log=$(sed -n 's/^wasixc++: building the C++ library failed: see //p' err)
grep -q 'there is no apt-get to fetch llvm-toolchain-19_19.1.7.orig.tar.xz with' "$log" || fail "the log does not say why: $(cat "$log")"
[ -z "$(find cache/cxx -mindepth 1 -maxdepth 1 -type d)" ] || fail "a library is there"
