# edits.cmake -- what is changed in libc++'s sources, included by build.cmake: edit(FILE TIMES PLACE REPLACEMENT).

# std::atomic::wait, and what stands on it: waits in the kernel, as on Linux, and does not poll
edit(include/c++/v1/__atomic/contention_t.h 1 "#if defined(__linux__) ||" "#if defined(__linux__) || defined(__wasi__) ||")
edit(libcxx/src/atomic.cpp 2 "#ifdef __linux__\n" "#if defined(__linux__) || defined(__wasi__)\n")
