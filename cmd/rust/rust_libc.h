/* rust_libc.h -- the crate libc, whose definitions must be those of our C library. */
#ifndef CMD_RUST_LIBC_H
#define CMD_RUST_LIBC_H

#include "cc_args.h"
#include "rust.h"

/* Adds the compiler's arguments (argv from 1 on) to `out`, so that they compile sources that fit.
 * False after one line, when there are none. */
bool rust_libc_arguments(struct args *out, const struct rust *rust, int argc, char **argv);

#endif
