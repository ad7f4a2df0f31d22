# build.cmake -- builds the C++ library, LLVM's libc++ and libc++abi, for this target into OUT:
#   cmake -DOUT=DIRECTORY -DSTORE=CACHE -DDRIVER=wasixcc -DAR=wasixar [-DPIC=ON] -P share/wasix/cxx/build.cmake
#
# wasixc++ runs it when it needs the library and OUT, whose name says of which inputs it is, is not
# there. OUT appears by one rename; an interrupted build goes on where it was.
#
# PIC: for programs that load libraries (docs/dynamic-linking.md).
#
# Unwinding is not LLVM's: the sysroot's libunwind.a serves Rust and C++.
cmake_minimum_required(VERSION 3.25)

set(VERSION 19.1.7)
set(TARBALL_NAME llvm-toolchain-19_${VERSION}.orig.tar.xz)
set(TARBALL_SHA256 ae498f3bc58ae2d9f64ef5f0c035c4240152bf015a5b7738b15c22e93bdc97ce)
set(HERE ${CMAKE_CURRENT_LIST_DIR})

cmake_path(GET OUT PARENT_PATH parent)
file(MAKE_DIRECTORY ${parent})
file(LOCK ${parent} DIRECTORY RESULT_VARIABLE status)
if(status)
  message(FATAL_ERROR "cannot lock ${parent}: ${status}")
endif()
if(EXISTS ${OUT}) # made while we waited
  return()
endif()

# --- sources -----------------------------------------------------------------------------------------
# Of 1.7 GB the two libraries are unpacked, once.
set(SOURCES ${STORE}/sources/libcxx-${VERSION})
if(NOT EXISTS ${SOURCES})
  message("fetching LLVM ${VERSION}'s source, 164 MB")
  execute_process(COMMAND sh ${HERE}/../fetch-source.sh ${STORE}/sources llvm-toolchain-19 ${TARBALL_NAME} ${TARBALL_SHA256}
    RESULT_VARIABLE status)
  if(status)
    message(FATAL_ERROR "the source of LLVM ${VERSION} cannot be had")
  endif()
  message("unpacking libc++ and libc++abi")
  file(REMOVE_RECURSE ${SOURCES}.new)
  file(MAKE_DIRECTORY ${SOURCES}.new)
  execute_process(COMMAND tar -xJf ${STORE}/sources/${TARBALL_NAME} -C ${SOURCES}.new --strip-components=1 --wildcards
      */libcxx/include */libcxx/src */libcxx/vendor/llvm */libcxx/LICENSE.TXT */libcxxabi/include */libcxxabi/src
    RESULT_VARIABLE status)
  if(status)
    message(FATAL_ERROR "unpacking ${TARBALL_NAME} failed")
  endif()
  file(RENAME ${SOURCES}.new ${SOURCES})
endif()

# --- headers -----------------------------------------------------------------------------------------
set(WORK ${OUT}.work)
set(INCLUDE ${WORK}/include/c++/v1)
if(NOT EXISTS ${WORK}/ready)
  file(REMOVE_RECURSE ${WORK})
  file(COPY ${SOURCES}/libcxx/src DESTINATION ${WORK}/libcxx)
  file(COPY ${SOURCES}/libcxx/include/ DESTINATION ${INCLUDE} PATTERN "*.in" EXCLUDE PATTERN "CMakeLists.txt" EXCLUDE)
  file(COPY ${SOURCES}/libcxxabi/include/ DESTINATION ${INCLUDE} PATTERN "CMakeLists.txt" EXCLUDE)
  file(COPY_FILE ${HERE}/config_site.h ${INCLUDE}/__config_site)
  file(COPY_FILE ${SOURCES}/libcxx/vendor/llvm/default_assertion_handler.in ${INCLUDE}/__assertion_handler)
  file(MAKE_DIRECTORY ${WORK}/linux)
  file(COPY_FILE ${HERE}/futex.h ${WORK}/linux/futex.h)

  # An edit fails where its place is not there exactly so often.
  function(edit file times place replacement)
    file(READ ${WORK}/${file} text)
    string(REPLACE "${place}" "" without "${text}")
    string(LENGTH "${text}" before)
    string(LENGTH "${without}" after)
    string(LENGTH "${place}" each)
    math(EXPR expected "${before} - ${times} * ${each}")
    if(NOT after EQUAL expected)
      message(FATAL_ERROR "libc++ ${VERSION} is not the one that this wasix knows: ${file} has not ${times} times '${place}'")
    endif()
    string(REPLACE "${place}" "${replacement}" text "${text}")
    file(WRITE ${WORK}/${file} "${text}")
  endfunction()
  include(${HERE}/edits.cmake)
  file(TOUCH ${WORK}/ready)
endif()

# --- ninja file ----------------------------------------------------------------------------------------
# Of libc++'s folders, those of the core; the others are for other systems and other C++ ABIs.
file(GLOB cxx RELATIVE ${WORK}/libcxx/src ${WORK}/libcxx/src/*.cpp ${WORK}/libcxx/src/filesystem/*.cpp ${WORK}/libcxx/src/ryu/*.cpp)
list(REMOVE_ITEM cxx filesystem/int128_builtins.cpp) # for libgcc
file(GLOB abi RELATIVE ${SOURCES}/libcxxabi/src ${SOURCES}/libcxxabi/src/*.cpp)
list(REMOVE_ITEM abi cxa_noexception.cpp)
list(REMOVE_ITEM cxx new.cpp) # libc++abi's are taken

# Objects with atomics go into a shared memory and into another; one library serves both.
set(flags "-std=c++23 -O2 -w -pthread -ftls-model=local-exec -ffunction-sections -fdata-sections -nostdinc++ -isystem ${INCLUDE}
  -I${WORK} -fwasm-exceptions -D_GNU_SOURCE -D_LIBCPP_BUILDING_LIBRARY -DLIBCXX_BUILDING_LIBCXXABI -D_LIBCXXABI_BUILDING_LIBRARY -DHAVE___CXA_THREAD_ATEXIT_IMPL
  -D_LIBCPP_REMOVE_TRANSITIVE_INCLUDES -D_LIBCPP_ENABLE_CXX17_REMOVED_AUTO_PTR -I${WORK}/libcxx/src -I${SOURCES}/libcxxabi/src")
string(REGEX REPLACE "\n *" " " flags "${flags}")
if(PIC)
  string(REPLACE "-ftls-model=local-exec" "-fPIC" flags "${flags}")
endif()
set(ninja "rule cxx
  command = ${DRIVER} -x c++ ${flags} -MMD -MF $out.d -c $in -o $out
  depfile = $out.d
  deps = gcc
  description = libc++ $out
rule ar
  command = rm -f $out && ${AR} rcs $out $in
  description = libc++ $out
")
set(objects_cxx "")
foreach(source IN LISTS cxx)
  string(APPEND ninja "build cxx/${source}.o: cxx ${WORK}/libcxx/src/${source}\n")
  string(APPEND objects_cxx " cxx/${source}.o")
endforeach()
set(objects_abi "")
foreach(source IN LISTS abi)
  string(APPEND ninja "build abi/${source}.o: cxx ${SOURCES}/libcxxabi/src/${source}\n")
  string(APPEND objects_abi " abi/${source}.o")
endforeach()
string(APPEND ninja "build libc++.a: ar${objects_cxx}\nbuild libc++abi.a: ar${objects_abi}\n")
file(WRITE ${WORK}/build.ninja "${ninja}")

# --- build, install --------------------------------------------------------------------------------------
find_program(NINJA NAMES ninja REQUIRED)
message("compiling libc++; this takes minutes")
set(quiet "")
execute_process(COMMAND test -t 2 RESULT_VARIABLE not_a_terminal)
if(not_a_terminal)
  set(quiet --quiet)
endif()
execute_process(COMMAND nice ${NINJA} -C ${WORK} ${quiet} RESULT_VARIABLE status)
if(status)
  message(FATAL_ERROR "compiling libc++ failed")
endif()
set(STAGE ${OUT}.new)
file(REMOVE_RECURSE ${STAGE})
file(COPY ${WORK}/include DESTINATION ${STAGE})
file(COPY ${WORK}/libc++.a ${WORK}/libc++abi.a DESTINATION ${STAGE}/lib)
file(COPY_FILE ${SOURCES}/libcxx/LICENSE.TXT ${STAGE}/LICENSE.libcxx)
file(RENAME ${STAGE} ${OUT})
file(REMOVE_RECURSE ${WORK})
