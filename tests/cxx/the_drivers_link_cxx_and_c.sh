. "$SOURCE/tests/expect.sh"
cat >part.cpp <<'C'
#include <stdexcept>
#include <string>
#include <vector>
extern "C" int part(int n)
{
	try {
		std::vector<std::string> v(n, "x");
		return (int)v.at(n).size();
	} catch (const std::out_of_range &) {
		return n;
	}
}
C
printf '#include <stdio.h>\nint part(int);\nint main(void) { printf("part %%d\\n", part(7)); }\n' >main.c
"$WASIXCXX" -c part.cpp -o part.o 2>err || { ! grep -q 'building the C++ library failed' err || skip "$(cat err)"; fail "wasixc++ -c"; }
[ ! -s err ] || fail "words where nothing is wrong"

# prints NAME: the program of that name runs
prints() {
	status 0 "$WASIX" run "$1"
	says 'part 7'
}
# by either driver, the library under either name, with or without the optimizer at link time
"$WASIXCC" main.c part.o -lstdc++ -o c.wasm
prints c.wasm
"$WASIXCC" main.c part.cpp -lc++ -o direct.wasm
prints direct.wasm
"$WASIXCC" -c main.c
"$WASIXCXX" main.o part.o -o cxx.wasm
prints cxx.wasm
"$WASIXCXX" -O2 -flto -c part.cpp -o lto.o
"$WASIXCXX" -O2 -flto main.o lto.o -o lto.wasm
prints lto.wasm
"$WASIXCXX" -pthread main.o part.o -o threads.wasm
status 0 "$WASIX" run --enable-threads threads.wasm
says 'part 7'

# without exceptions, without the library
printf 'int main() { return 5; }\n' >bare.cpp
"$WASIXCXX" -fno-exceptions -fno-rtti -nostdlib++ bare.cpp -o bare.wasm
status 5 "$WASIX" run bare.wasm
"$WASIX" inspect bare.wasm >out
if grep -q exception out; then fail "exceptions in a program without them"; fi

# what nobody catches is a trap, as it is an abort natively
printf 'int main() { throw 1; }\n' >uncaught.cpp
"$WASIXCXX" uncaught.cpp -o uncaught.wasm
status 134 "$WASIX" run uncaught.wasm
grep -q 'uncaught exception' err || fail "it is not said why"

# CMake
command -v cmake >/dev/null && command -v ninja >/dev/null || exit 0
printf 'cmake_minimum_required(VERSION 3.20)\nproject(sample C CXX)\nset(CMAKE_CXX_STANDARD 20)\nadd_executable(sample main.c part.cpp)\n' >CMakeLists.txt
cmake -GNinja -S . -B b -DCMAKE_TOOLCHAIN_FILE="$BUILD/share/wasix/wasix.toolchain.cmake" >log 2>&1 || { cat log; fail "configure"; }
cmake --build b >log 2>&1 || { cat log; fail "build"; }
prints b/sample
