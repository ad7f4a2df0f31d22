# wasix.toolchain.cmake -- CMake projects for WASIX:
#   cmake -DCMAKE_TOOLCHAIN_FILE=PREFIX/share/wasix/wasix.toolchain.cmake ...
# Programs and tests run by `wasix run` with the build tree mounted. The tree may be moved.
# A project that chooses its sources by the system's name wants -DCMAKE_SYSTEM_NAME=Linux beside it, and mostly -D__linux__ for them.
get_filename_component(_wasix_prefix "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)

if(NOT DEFINED CMAKE_SYSTEM_NAME)
	set(CMAKE_SYSTEM_NAME WASI)
endif()
set(CMAKE_SYSTEM_VERSION 1)
set(CMAKE_SYSTEM_PROCESSOR wasm32)

set(CMAKE_C_COMPILER "${_wasix_prefix}/bin/wasixcc")
set(CMAKE_CXX_COMPILER "${_wasix_prefix}/bin/wasixc++")
set(CMAKE_AR "${_wasix_prefix}/bin/wasixar" CACHE FILEPATH "")
set(CMAKE_RANLIB "${_wasix_prefix}/bin/wasixranlib" CACHE FILEPATH "")
set(CMAKE_NM "${_wasix_prefix}/bin/wasixnm" CACHE FILEPATH "")
set(CMAKE_STRIP "${_wasix_prefix}/bin/wasixstrip" CACHE FILEPATH "")
set(CMAKE_LINKER "${_wasix_prefix}/bin/wasixld" CACHE FILEPATH "")
set(CMAKE_CROSSCOMPILING_EMULATOR "${_wasix_prefix}/bin/wasix;run;--dir=/" CACHE STRING "")

set(CMAKE_SYSROOT "${_wasix_prefix}/lib/wasix/sysroot")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# nor does pkg-config tell of this machine's libraries
if(NOT DEFINED ENV{PKG_CONFIG_LIBDIR})
	set(ENV{PKG_CONFIG_LIBDIR} "${CMAKE_SYSROOT}/lib/pkgconfig")
endif()

# Libraries are archives.
set_property(GLOBAL PROPERTY TARGET_SUPPORTS_SHARED_LIBS FALSE)
set(UNIX TRUE)
unset(_wasix_prefix)
