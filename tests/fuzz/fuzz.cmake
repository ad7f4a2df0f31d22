# Fuzz targets for parsers. CTest lets each run for some seconds; by hand: tests/fuzz/fuzz_decode CORPUS_FOLDER
include(CheckCSourceCompiles)
set(CMAKE_REQUIRED_FLAGS -fsanitize=fuzzer)
check_c_source_compiles("#include <stddef.h>
#include <stdint.h>
int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) { (void)d; (void)n; return 0; }" WASIX_HAS_FUZZER)
unset(CMAKE_REQUIRED_FLAGS)

set(FUZZ_DECODE_SOURCES error arena reader instr decode decode_segments decode_custom
  validate validate_code validate_control validate_stack)
list(TRANSFORM FUZZ_DECODE_SOURCES PREPEND ${CMAKE_SOURCE_DIR}/engine/)
list(TRANSFORM FUZZ_DECODE_SOURCES APPEND .c)

if(WASIX_HAS_FUZZER AND NOT WASIX_SANITIZE MATCHES "thread")
  add_executable(fuzz_decode ${CMAKE_CURRENT_LIST_DIR}/fuzz_decode.c ${FUZZ_DECODE_SOURCES})
  set_target_properties(fuzz_decode PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/fuzz)
  target_include_directories(fuzz_decode PRIVATE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/engine)
  target_compile_options(fuzz_decode PRIVATE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -O1 -g)
  target_link_options(fuzz_decode PRIVATE -fsanitize=fuzzer,address,undefined)
  wasix_test(fuzz.decode sh ${CMAKE_CURRENT_LIST_DIR}/run_fuzz_test.sh $<TARGET_FILE:fuzz_decode> decode)
else()
  wasix_test(fuzz.decode sh -c "echo 'SKIPPED: no libFuzzer runtime for this compiler'; exit 77")
endif()
