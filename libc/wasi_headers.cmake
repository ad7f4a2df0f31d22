# wasi_headers.cmake -- <wasi/api.h> and <wasi/api_wasix.h>, from abi/: every import as a C function, as
# WASI's C headers have always declared them (a string is one argument; its length is counted).
#
# Included by build.cmake.

execute_process(COMMAND ${CLANG} --target=${WASIX_TARGET} -Wno-deprecated -E -P -xc -I${ROOT}/abi ${LIBC}/wasi_types.h.in
  OUTPUT_VARIABLE types RESULT_VARIABLE status)
if(status)
  message(FATAL_ERROR "sysroot: abi/types.def does not expand")
endif()
# Addresses are integers in abi/, so that the host can share the layouts; here they are pointers.
string(REPLACE "typedef __wasi_u32_t __wasi_ptr_t;" "typedef void *__wasi_ptr_t;" types "${types}")

file(READ ${ROOT}/abi/functions.def rows)
string(REGEX REPLACE "/\\*[^*]*\\*+([^/*][^*]*\\*+)*/" "" rows "${rows}")
string(REPLACE ";" "," rows "${rows}")
string(REGEX REPLACE "\n(FN|FNAS)\\(" ";\\1(" rows "${rows}")
string(REGEX REPLACE "\n +" " " rows "${rows}")

# wasi_declaration(ROW MODULE-TOKEN RESULT): the declarations, "" for a row of another module
function(wasi_declaration row module result)
  set(${result} "" PARENT_SCOPE)
  if(NOT row MATCHES "^FN\\( *${module}, *([a-z_]+), *([a-z0-9_]+),")
    return()
  endif()
  set(kind ${CMAKE_MATCH_1})
  set(name ${CMAKE_MATCH_2})
  string(REGEX MATCH "#define WASIX_MODULE_${module} \"([^\"]+)\"" found "${MODULE_NAMES}")
  set(module_name ${CMAKE_MATCH_1})
  set(parameters "") # of the function
  set(raw "")        # of the import
  set(values "")
  set(string "")
  string(REGEX MATCHALL "(P|IN|OUT|INOUT)\\([a-z0-9_]+, [a-z0-9_]+\\)" tokens "${row}")
  foreach(token IN LISTS tokens)
    string(REGEX MATCH "^([A-Z]+)\\(([a-z0-9_]+), ([a-z0-9_]+)\\)$" token "${token}")
    set(how ${CMAKE_MATCH_1})
    set(type ${CMAKE_MATCH_2})
    set(p ${CMAKE_MATCH_3})
    if(string AND p STREQUAL "${string}_len")
      list(APPEND raw "__wasi_size_t")
      list(APPEND values "__builtin_strlen(${string})")
      continue()
    endif()
    set(string "")
    if(type MATCHES "^ptr_(.*)$")
      set(c "__wasi_${CMAKE_MATCH_1}_t *")
    else()
      set(c "__wasi_${type}_t ")
    endif()
    if(NOT how STREQUAL "P")
      string(APPEND c "*")
    endif()
    if(how STREQUAL "IN")
      set(c "const ${c}")
      if(type STREQUAL "u8" AND row MATCHES "IN\\(u8, ${p}\\), P\\(usize, ${p}_len\\)")
        set(c "const char *")
        set(string ${p})
      endif()
    endif()
    string(STRIP "${c}" stripped)
    list(APPEND raw "${stripped}")
    list(APPEND parameters "${c}${p}")
    list(APPEND values "${p}")
  endforeach()
  foreach(list parameters raw values)
    list(JOIN ${list} ", " ${list})
    if(NOT ${list} AND NOT list STREQUAL "values")
      set(${list} "void")
    endif()
  endforeach()
  set(import __wasi_import_${module}_${name})
  set(attributes "__attribute__((import_module(\"${module_name}\"), import_name(\"${name}\")))")
  if(kind STREQUAL "none")
    set(noreturn "")
    if(name STREQUAL "proc_exit")
      set(noreturn TRUE)
    endif()
    if(noreturn)
      set(${result} "void ${import}(${raw}) ${attributes};
static __inline__ __attribute__((__noreturn__)) void __wasi_${name}(${parameters})
{
	${import}(${values});
	__builtin_unreachable();
}
" PARENT_SCOPE)
    else()
      set(${result} "void ${import}(${raw}) ${attributes};
static __inline__ void __wasi_${name}(${parameters})
{
	${import}(${values});
}
" PARENT_SCOPE)
    endif()
  else()
    set(${result} "uint32_t ${import}(${raw}) ${attributes};
static __inline__ __wasi_errno_t __wasi_${name}(${parameters})
{
	return (__wasi_errno_t)${import}(${values});
}
" PARENT_SCOPE)
  endif()
endfunction()

set(preview1 "")
set(wasix "")
foreach(row IN LISTS rows)
  wasi_declaration("${row}" preview1 text)
  string(APPEND preview1 "${text}")
  wasi_declaration("${row}" wasix text)
  if(text)
    string(REGEX MATCH "[ *](__wasi_[a-z0-9_]+\\()[^\n]*\n{" found "${text}")
    set(name ${CMAKE_MATCH_1})
    string(FIND "${preview1}" " ${name}" there)
    if(there EQUAL -1) # the re-exports are preview 1's functions
      string(APPEND wasix "${text}")
    endif()
  endif()
endforeach()

set(head "#include <stddef.h>\n#include <stdint.h>\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n")
set(foot "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n")
write_if_different(${INCLUDE}/wasm32-wasi/wasi/api.h
  "/* wasi/api.h -- WASI preview 1 as C functions. Generated from abi/ of wasix. */
#ifndef _WASI_API_H\n#define _WASI_API_H\n\n${head}${types}\n${preview1}${foot}")
write_if_different(${INCLUDE}/wasm32-wasi/wasi/api_wasix.h
  "/* wasi/api_wasix.h -- what WASIX adds to WASI preview 1, as C functions. Generated from abi/ of wasix. */
#ifndef _WASI_API_WASIX_H\n#define _WASI_API_WASIX_H\n\n#include <wasi/api.h>\n\n${head}${wasix}${foot}")
