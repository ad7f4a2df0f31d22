/* cxx_library.h -- the C++ library, which is built when it is needed first. */
#ifndef CMD_CXX_LIBRARY_H
#define CMD_CXX_LIBRARY_H

#include <stdbool.h>

/* A directory with include/c++/v1 and lib/; is_pic: of position-independent code. `name` is the
 * driver's, for messages. NULL after one line if it cannot be had. Never freed. */
const char *cxx_library(const char *name, bool is_pic);

#endif
