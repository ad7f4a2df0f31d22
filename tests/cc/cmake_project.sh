. "$SOURCE/tests/expect.sh"
command -v cmake >/dev/null || skip "cmake is not installed"
cat >CMakeLists.txt <<'C'
cmake_minimum_required(VERSION 3.20)
project(sample C)
include(CheckFunctionExists)
include(CheckIncludeFile)
include(CheckTypeSize)
check_function_exists(nanosleep HAVE_NANOSLEEP)
check_function_exists(no_such_function HAVE_NONE)
check_include_file(unistd.h HAVE_UNISTD)
check_type_size(long SIZE_LONG)
add_library(part STATIC part.c)
add_executable(sample main.c)
target_link_libraries(sample part m)
target_compile_definitions(sample PRIVATE "TEXT=\"${HAVE_NANOSLEEP}${HAVE_NONE}${HAVE_UNISTD} ${SIZE_LONG}\"")
enable_testing()
add_test(NAME runs COMMAND sample)
C
echo 'int part(void) { return 7; }' >part.c
printf '#include <stdio.h>\nint part(void);\nint main(void) { printf("%%s %%d\\n", TEXT, part()); }\n' >main.c
generator=
command -v ninja >/dev/null && generator=-GNinja
prefix=$(dirname "$(dirname "$WASIXCC")")
cmake $generator -S . -B b -DCMAKE_TOOLCHAIN_FILE="$prefix/share/wasix/wasix.toolchain.cmake" >log 2>&1 || { cat log; fail "configure"; }
cmake --build b >log 2>&1 || { cat log; fail "build"; }
status 0 "$WASIX" run b/sample
says '11 4 7'
(cd b && ctest) >log 2>&1 || { cat log; fail "ctest"; }
