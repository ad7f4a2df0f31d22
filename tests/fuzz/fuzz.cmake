# Fuzz targets. CTest lets each run for some seconds; by hand: ./dev fuzz [TARGET] [SECONDS]
include(CheckCSourceCompiles)
set(CMAKE_REQUIRED_FLAGS -fsanitize=fuzzer)
check_c_source_compiles("#include <stddef.h>
#include <stdint.h>
int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) { (void)d; (void)n; return 0; }" WASIX_HAS_FUZZER)
unset(CMAKE_REQUIRED_FLAGS)

# No check of function types: it reads in front of a function, which compiled code need not have there.
set(FUZZ_FLAGS -fno-sanitize-recover=all -fno-sanitize=function -O1 -g -U_FORTIFY_SOURCE)
set(FUZZ_DECODE_SOURCES error arena kind binary/reader binary/instr binary/decode binary/decode_segments binary/decode_custom binary/decode_dylink
  binary/validate binary/validate_code binary/validate_control binary/validate_stack)
list(TRANSFORM FUZZ_DECODE_SOURCES PREPEND ${CMAKE_SOURCE_DIR}/engine/)
list(TRANSFORM FUZZ_DECODE_SOURCES APPEND .c)

# fuzz_target(NAME SECONDS SOURCE...): tests/fuzz/fuzz_NAME and the test fuzz.NAME
function(fuzz_target name seconds)
  add_executable(fuzz_${name} ${CMAKE_CURRENT_LIST_DIR}/fuzz_${name}.c ${ARGN})
  # clang-tidy looks at our sources once, as they are in the library
  set_target_properties(fuzz_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/fuzz
    EXPORT_COMPILE_COMMANDS OFF)
  target_include_directories(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR}/include ${ENGINE_FOLDERS} ${HOST_FOLDERS}
    ${CMAKE_SOURCE_DIR}/abi)
  target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer,address,undefined ${FUZZ_FLAGS})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer,address,undefined)
  wasix_test(fuzz.${name} sh ${CMAKE_CURRENT_LIST_DIR}/run_fuzz_test.sh $<TARGET_FILE:fuzz_${name}> ${name} ${seconds})
endfunction()

if(WASIX_HAS_FUZZER AND NOT WASIX_SANITIZE MATCHES "thread")
  fuzz_target(decode 8 ${FUZZ_DECODE_SOURCES})

  # The whole runtime, as the fuzzer sees it: counters, and both sanitizers whatever the preset.
  add_library(fuzz_runtime STATIC ${ENGINE_SOURCES} ${HOST_SOURCES} ${CMAKE_CURRENT_LIST_DIR}/fuzz_scratch.c)
  set_target_properties(fuzz_runtime PROPERTIES EXPORT_COMPILE_COMMANDS OFF)
  target_include_directories(fuzz_runtime PUBLIC ${CMAKE_SOURCE_DIR}/include ${ENGINE_FOLDERS} ${HOST_FOLDERS}
    ${CMAKE_SOURCE_DIR}/abi)
  target_compile_options(fuzz_runtime PRIVATE -fsanitize=fuzzer-no-link,address,undefined ${FUZZ_FLAGS})
  target_compile_definitions(fuzz_runtime PRIVATE WASIX_NO_WAIT_IN_LINE) # fuzz_host_time.c
  target_link_libraries(fuzz_runtime PUBLIC ${NETTLE_STATIC} m)

  set(FUZZ_HOST_SOURCES input extension module time tree)
  list(TRANSFORM FUZZ_HOST_SOURCES PREPEND ${CMAKE_CURRENT_LIST_DIR}/fuzz_host_)
  list(TRANSFORM FUZZ_HOST_SOURCES APPEND .c)
  fuzz_target(host 60 ${FUZZ_HOST_SOURCES})
  target_compile_definitions(fuzz_host PRIVATE FUZZ_COMPILER="$<TARGET_FILE:wasix_compile>")
  target_link_libraries(fuzz_host PRIVATE fuzz_runtime)
  foreach(call # fuzz_host_time.c
      clock_gettime clock_nanosleep ppoll memory_wait32 raise read readv write writev recvmsg sendmsg
      wait4 waitid waitpid openat fcntl flock connect accept4 recvfrom sendto sendfile sigsuspend sigtimedwait
      epoll_pwait syscall block_syscall
      # fuzz_host_tree.c
      fork kill setpgid setsid setitimer setrlimit prlimit setpriority sched_setaffinity)
    target_link_options(fuzz_host PRIVATE -Wl,--wrap=${call})
  endforeach()
  add_dependencies(fuzz_host wasix_compile)

  if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/fuzz_path.c)
    fuzz_target(path 20)
    target_link_libraries(fuzz_path PRIVATE fuzz_runtime)
  endif()
else()
  foreach(name decode host path)
    wasix_test(fuzz.${name} sh -c "echo 'SKIPPED: no libFuzzer runtime for this compiler'; exit 77")
  endforeach()
endif()
