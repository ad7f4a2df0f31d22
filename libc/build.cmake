# build.cmake -- builds the sysroot into the cache and links OUT to it:
#   cmake [-DOUT=LINK] [-DNINJA=ninja] -P libc/build.cmake
#
# Environment: WASIX_BUILD_CACHE the cache (default ~/.cache/wasix), WASIX_CLANG the compiler,
# WASIX_MUSL_TARBALL musl's source. Objects stay in CACHE/objects, so that a change in libc/
# compiles only what depends on it; a finished sysroot is CACHE/sysroot/KEY.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/musl.cmake)

set(LIBC ${CMAKE_CURRENT_LIST_DIR})
cmake_path(GET LIBC PARENT_PATH ROOT)
if(NOT NINJA)
  set(NINJA ninja)
endif()

function(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status)
  if(status)
    message(FATAL_ERROR "sysroot: ${what} failed")
  endif()
endfunction()

# --- where ---------------------------------------------------------------------------------------
if(DEFINED ENV{WASIX_BUILD_CACHE})
  set(STORE $ENV{WASIX_BUILD_CACHE})
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(STORE $ENV{XDG_CACHE_HOME}/wasix)
else()
  set(STORE $ENV{HOME}/.cache/wasix)
endif()

if(DEFINED ENV{WASIX_CLANG})
  set(CLANG $ENV{WASIX_CLANG})
else()
  find_program(CLANG NAMES clang-22 PATHS /usr/lib/llvm-22/bin REQUIRED)
endif()
find_program(LLVM_AR NAMES llvm-ar-22 PATHS /usr/lib/llvm-22/bin REQUIRED)

run("fetching musl" sh ${LIBC}/fetch-musl.sh ${STORE}/sources)
file(GLOB TARBALL ${STORE}/sources/musl_*.orig.tar.gz)

# --- key: what the result depends on ---------------------------------------------------------------
# Of abi/, only what the guest sees of it: a row's status changes often and does not matter here.
file(READ ${ROOT}/abi/modules.def modules)
string(REGEX MATCHALL "\nMODULE\\([a-z0-9]+, *\"[^\"]+\"" modules "${modules}")
set(MODULE_NAMES "")
foreach(row IN LISTS modules)
  string(REGEX MATCH "\\(([a-z0-9]+), *(\"[^\"]+\")" row "${row}")
  string(APPEND MODULE_NAMES "#define WASIX_MODULE_${CMAKE_MATCH_1} ${CMAKE_MATCH_2}\n")
endforeach()
file(READ ${LIBC}/sys/imports.h imports)
string(REPLACE "#include <features.h>" "" imports "${MODULE_NAMES}${imports}")
string(REPLACE "#include \"module_names.h\"" "//" imports "${imports}")
string(RANDOM LENGTH 12 own) # several trees may be built at a time
file(WRITE ${STORE}/imports-${own}.c "${imports}")
execute_process(COMMAND ${CLANG} --target=${WASIX_TARGET} -Wno-deprecated -ffreestanding -E -P -I${ROOT}/abi ${STORE}/imports-${own}.c
  OUTPUT_VARIABLE ABI RESULT_VARIABLE status)
file(REMOVE ${STORE}/imports-${own}.c)
if(status)
  message(FATAL_ERROR "sysroot: abi/ does not expand")
endif()
execute_process(COMMAND ${CLANG} --version OUTPUT_VARIABLE CLANG_VERSION)
file(SHA256 ${TARBALL} tarball_hash)

file(GLOB_RECURSE inputs ${LIBC}/*)
list(SORT inputs)
set(all "${tarball_hash}${CLANG_VERSION}${ABI}")
foreach(input IN LISTS inputs)
  file(SHA256 ${input} hash)
  string(APPEND all "${input} ${hash}\n")
endforeach()
string(REPLACE "${ROOT}/" "" all "${all}")
string(SHA256 KEY "${all}")
string(SUBSTRING ${KEY} 0 16 KEY)
set(SYSROOT ${STORE}/sysroot/${KEY})

macro(finish)
  if(OUT)
    cmake_path(GET OUT PARENT_PATH parent)
    file(MAKE_DIRECTORY ${parent})
    file(REMOVE_RECURSE ${OUT})
    file(CREATE_LINK ${SYSROOT} ${OUT} SYMBOLIC)
  endif()
  return()
endmacro()

if(EXISTS ${SYSROOT})
  finish()
endif()

# --- sources ---------------------------------------------------------------------------------------
string(SHA256 objects_key "${tarball_hash}${CLANG_VERSION}${LIBC}")
string(SUBSTRING ${objects_key} 0 16 objects_key)
set(WORK ${STORE}/objects/${objects_key})
file(MAKE_DIRECTORY ${WORK})
file(LOCK ${WORK} DIRECTORY)
if(EXISTS ${SYSROOT}) # made while we waited
  finish()
endif()
if(NOT EXISTS ${WORK}/musl/COPYRIGHT)
  file(REMOVE_RECURSE ${WORK}/unpack)
  file(ARCHIVE_EXTRACT INPUT ${TARBALL} DESTINATION ${WORK}/unpack)
  file(GLOB unpacked ${WORK}/unpack/*)
  file(RENAME ${unpacked} ${WORK}/musl)
endif()
set(MUSL ${WORK}/musl)

# --- headers ---------------------------------------------------------------------------------------
function(write_if_different path text)
  if(EXISTS ${path})
    file(READ ${path} old)
    if(old STREQUAL text)
      return()
    endif()
  endif()
  file(WRITE ${path} "${text}")
endfunction()

set(INCLUDE ${WORK}/include)
file(COPY ${MUSL}/include/ DESTINATION ${INCLUDE} PATTERN "*.in" EXCLUDE PATTERN "stdio.h" EXCLUDE)
# A call costs more here than the system's; programs take BUFSIZ for what they read and write at once (bench/README, row "yes").
file(READ ${MUSL}/include/stdio.h text)
string(REPLACE "#define BUFSIZ 1024" "#define BUFSIZ 8192" text "${text}")
write_if_different(${INCLUDE}/stdio.h "${text}")
file(COPY ${MUSL}/arch/generic/bits ${LIBC}/arch/wasm32/bits DESTINATION ${INCLUDE} PATTERN "*.in" EXCLUDE)
file(COPY ${LIBC}/include/ DESTINATION ${INCLUDE}/wasm32-wasi)
execute_process(COMMAND sed -f ${MUSL}/tools/mkalltypes.sed ${LIBC}/arch/wasm32/bits/alltypes.h.in ${MUSL}/include/alltypes.h.in
  OUTPUT_VARIABLE text)
write_if_different(${INCLUDE}/bits/alltypes.h "${text}")
file(READ ${LIBC}/arch/wasm32/bits/syscall.h.in text)
string(REPLACE "__NR_" "SYS_" sys "${text}")
write_if_different(${INCLUDE}/bits/syscall.h "${text}\n${sys}")
file(READ ${MUSL}/VERSION version)
string(STRIP "${version}" version)
write_if_different(${WORK}/generated/version.h "#define VERSION \"${version}\"\n")
write_if_different(${WORK}/generated/module_names.h "${MODULE_NAMES}")
include(${LIBC}/wasi_headers.cmake)

# --- ninja file --------------------------------------------------------------------------------------
string(JOIN " " flags ${WASIX_LIBC_FLAGS})
string(JOIN " " pic_flags ${WASIX_PIC_FLAGS})
file(GLOB folders ${LIBC}/sys/*/)
list(FILTER folders EXCLUDE REGEX "\\.[a-z]+$")
list(TRANSFORM folders PREPEND "-I")
list(PREPEND folders -I${LIBC}/sys)
string(JOIN " " sys_folders ${folders})
set(musl_includes "-I${LIBC}/arch/wasm32 ${sys_folders} -I${MUSL}/arch/generic -I${WORK}/generated -I${MUSL}/src/include -I${MUSL}/src/internal -I${INCLUDE}")
set(port_includes "${sys_folders} -I${ROOT}/abi -I${WORK}/generated -I${LIBC}/arch/wasm32 -isystem ${MUSL}/arch/generic -isystem ${MUSL}/src/include -isystem ${MUSL}/src/internal -isystem ${MUSL}/src/process -isystem ${INCLUDE}/wasm32-wasi -isystem ${INCLUDE}")
set(ninja "rule cc
  command = ${CLANG} ${flags} $flags -MMD -MF $out.d -c $in -o $out
  depfile = $out.d
  deps = gcc
  description = libc $in
rule as
  command = ${CLANG} --target=${WASIX_TARGET} -Wno-deprecated -c $in -o $out
  description = libc $in
rule ar
  command = rm -f $out && ${LLVM_AR} rcs $out @$out.rsp
  rspfile = $out.rsp
  rspfile_content = $in
  description = libc $out
musl = -std=c99 -w -D_XOPEN_SOURCE=700 ${musl_includes}
port = -std=c23 -Wall -Wextra -Wshadow -D_GNU_SOURCE ${port_includes}
pic = ${pic_flags}
")

# flags_for(RELATIVE-PATH) sets FLAGS from WASIX_MUSL_FLAGS
function(flags_for path)
  set(FLAGS "" PARENT_SCOPE)
  foreach(row IN LISTS WASIX_MUSL_FLAGS)
    string(REGEX MATCH "^([^=]*)=(.*)$" row "${row}")
    set(extra "${CMAKE_MATCH_2}")
    if(path MATCHES "^(${CMAKE_MATCH_1})$")
      set(FLAGS " ${extra}" PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# dynamic_object(SOURCE FILE FLAGS): the same once more for programs that load libraries, unless it is none of theirs
set(dynamic_objects "")
macro(dynamic_object source file flags)
  if(NOT "${source}" IN_LIST WASIX_NOT_DYNAMIC)
    string(APPEND ninja "build pic/${source}.o: cc ${file}\n  flags = ${flags} $pic\n")
    string(APPEND dynamic_objects " pic/${source}.o")
  endif()
endmacro()

set(libc_objects "")
file(GLOB sources RELATIVE ${MUSL}/src ${MUSL}/src/*/*.c ${MUSL}/src/malloc/mallocng/*.c)
list(REMOVE_ITEM sources ${WASIX_MUSL_WITHOUT})
foreach(source IN LISTS sources)
  flags_for(${source})
  string(APPEND ninja "build musl-objects/${source}.o: cc ${MUSL}/src/${source}\n  flags = $musl${FLAGS}\n")
  string(APPEND libc_objects " musl-objects/${source}.o")
  dynamic_object(${source} ${MUSL}/src/${source} "$musl${FLAGS}")
endforeach()

# port_objects(DIRECTORY RESULT): ours, one archive a directory
set(SJLJ "-mllvm -wasm-enable-sjlj -mllvm -wasm-use-legacy-eh=false")
function(port_objects directory result)
  set(objects "")
  file(GLOB sources RELATIVE ${LIBC} ${LIBC}/${directory}/*.c ${LIBC}/${directory}/*/*.c ${LIBC}/${directory}/*.s ${LIBC}/${directory}/*/*.s)
  foreach(source IN LISTS sources)
    set(extra "")
    if(source MATCHES "jmp")
      set(extra " ${SJLJ}")
    elseif(source MATCHES "^unwind/")
      set(extra " -mexception-handling")
    endif()
    if(source MATCHES "\\.s$")
      string(APPEND ninja "build ${source}.o: as ${LIBC}/${source}\n")
    else()
      string(APPEND ninja "build ${source}.o: cc ${LIBC}/${source}\n  flags = $port${extra}\n")
      if("${directory}" IN_LIST WASIX_DYNAMIC_FOLDERS)
        dynamic_object(${source} ${LIBC}/${source} "$port${extra}")
      endif()
    endif()
    string(APPEND objects " ${source}.o")
  endforeach()
  set(ninja "${ninja}" PARENT_SCOPE)
  set(dynamic_objects "${dynamic_objects}" PARENT_SCOPE)
  set(${result} "${objects}" PARENT_SCOPE)
endfunction()
port_objects(sys sys_objects)
port_objects(math math_objects)
port_objects(threads thread_objects)
port_objects(preview1 preview1_objects)
port_objects(unwind unwind_objects)
port_objects(crt crt_objects)
port_objects(dynamic own_dynamic_objects)
string(APPEND ninja "build pic/dynamic/scrt1.c.o: cc ${LIBC}/dynamic/scrt1.c\n  flags = $port $pic\n")
# The entry points are files of their own, what they call is in libc.a.
string(REGEX REPLACE " crt/crt1[a-z_]*\\.c\\.o" "" start "${crt_objects}")
string(REGEX MATCHALL " pic/crt/[a-z0-9_]+\\.c\\.o" dynamic_start "${dynamic_objects}")
string(JOIN "" dynamic_start ${dynamic_start})
string(REGEX MATCHALL " pic/unwind/[a-z0-9_]+\\.c\\.o" dynamic_unwind "${dynamic_objects}")
string(JOIN "" dynamic_unwind ${dynamic_unwind})
string(REGEX REPLACE " pic/(crt|unwind)/[a-z0-9_]+\\.c\\.o" "" dynamic_objects "${dynamic_objects}")
# What compiled code tells a landing pad is a thread-local variable, of which each module has its own.
string(APPEND ninja "build pic/landing_pad.o: cc ${LIBC}/unwind/landing_pad.c\n  flags = $port -mexception-handling $pic -fvisibility=hidden\n")
string(APPEND ninja "build libc.a: ar${libc_objects}${sys_objects}${math_objects}${start}
build libwasix_threads.a: ar${thread_objects}
build libwasix_preview1.a: ar${preview1_objects}
build libunwind.a: ar${unwind_objects}
build libwasix_dynamic.a: ar${dynamic_objects}
build dynamic_start.a: ar${dynamic_start}
build dynamic_unwind.a: ar${dynamic_unwind}
build shared_unwind.a: ar pic/landing_pad.o
build empty.a: ar
build all: phony libc.a libwasix_threads.a libwasix_preview1.a libunwind.a libwasix_dynamic.a dynamic_start.a dynamic_unwind.a shared_unwind.a empty.a crt/crt1.c.o crt/crt1_reactor.c.o pic/dynamic/scrt1.c.o
default all
")
write_if_different(${WORK}/build.ninja "${ninja}")

# --- build: progress on a terminal, silence elsewhere -------------------------------------------------
execute_process(COMMAND test -t 1 RESULT_VARIABLE not_a_terminal)
set(quiet "")
if(not_a_terminal)
  set(quiet --quiet)
endif()
set(nice "")
find_program(NICE nice)
if(NICE)
  set(nice ${NICE})
endif()
run("compiling musl and the port" ${nice} ${NINJA} -C ${WORK} ${quiet})

# --- install -------------------------------------------------------------------------------------------
set(STAGE ${WORK}/sysroot)
file(REMOVE_RECURSE ${STAGE})
file(MAKE_DIRECTORY ${STAGE}/${WASIX_LIBDIR})
file(COPY ${INCLUDE} DESTINATION ${STAGE})
file(COPY ${WORK}/libc.a ${WORK}/libwasix_threads.a ${WORK}/libwasix_preview1.a ${WORK}/libunwind.a DESTINATION ${STAGE}/${WASIX_LIBDIR})
foreach(library IN LISTS WASIX_EMPTY_LIBRARIES)
  file(COPY_FILE ${WORK}/empty.a ${STAGE}/${WASIX_LIBDIR}/lib${library}.a)
endforeach()
# Rust's crate cc asks for these here; it names them a second time for the linker, which finds the true ones.
foreach(library c++ c++abi)
  file(COPY_FILE ${WORK}/empty.a ${STAGE}/lib/lib${library}.a)
endforeach()
execute_process(COMMAND sh ${LIBC}/unlowered.sh ${MUSL}/src ${LIBC}
  OUTPUT_FILE ${STAGE}/${WASIX_LIBDIR}/unlowered.txt COMMAND_ERROR_IS_FATAL ANY)
# Where the linker looks first for a program that loads libraries, and for a library, which has no C library of its own.
file(MAKE_DIRECTORY ${STAGE}/${WASIX_LIBDIR}/dynamic ${STAGE}/${WASIX_LIBDIR}/shared)
file(COPY ${WORK}/libwasix_dynamic.a DESTINATION ${STAGE}/${WASIX_LIBDIR}/dynamic)
file(WRITE ${STAGE}/${WASIX_LIBDIR}/dynamic/host-symbols "__stack_low\n__stack_high\n__heap_base\n__c_longjmp\n__cpp_exception\n")
file(COPY_FILE ${WORK}/dynamic_start.a ${STAGE}/${WASIX_LIBDIR}/dynamic/libc.a)
file(COPY_FILE ${WORK}/dynamic_unwind.a ${STAGE}/${WASIX_LIBDIR}/dynamic/libunwind.a)
file(COPY_FILE ${WORK}/shared_unwind.a ${STAGE}/${WASIX_LIBDIR}/shared/libunwind.a)
foreach(library c c++ c++abi)
  file(COPY_FILE ${WORK}/empty.a ${STAGE}/${WASIX_LIBDIR}/shared/lib${library}.a)
endforeach()
file(COPY_FILE ${WORK}/pic/dynamic/scrt1.c.o ${STAGE}/${WASIX_LIBDIR}/shared/scrt1.o)
file(COPY_FILE ${WORK}/crt/crt1.c.o ${STAGE}/${WASIX_LIBDIR}/crt1.o)
file(COPY_FILE ${WORK}/crt/crt1.c.o ${STAGE}/${WASIX_LIBDIR}/crt1-command.o)
file(COPY_FILE ${WORK}/crt/crt1_reactor.c.o ${STAGE}/${WASIX_LIBDIR}/crt1-reactor.o)
file(COPY_FILE ${MUSL}/COPYRIGHT ${STAGE}/COPYRIGHT.musl)
file(MAKE_DIRECTORY ${STORE}/sysroot)
file(RENAME ${STAGE} ${SYSROOT} RESULT status)
if(status AND NOT EXISTS ${SYSROOT}) # another tree with the same sources may have been faster
  message(FATAL_ERROR "sysroot: ${SYSROOT}: ${status}")
endif()
finish()
