/* doctest.h -- tests in documentation. */
#ifndef CMD_DOCTEST_H
#define CMD_DOCTEST_H

#include "rust.h"

/* What `rustdoc --test` with these arguments does, for the target. Returns the exit status. */
int doctest_run(const struct rust *rust, int argc, char **argv);

#endif
