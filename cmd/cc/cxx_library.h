/* cxx_library.h -- the C++ library, which is built when it is needed first. */
#ifndef CMD_CXX_LIBRARY_H
#define CMD_CXX_LIBRARY_H

/* A directory with include/c++/v1 and lib/. `name` is the driver's, for messages. NULL after one
 * line if it cannot be had. Never freed. */
const char *cxx_library(const char *name);

#endif
