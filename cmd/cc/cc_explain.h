/* cc_explain.h -- `wasix cc --explain`. */
#ifndef CMD_CC_EXPLAIN_H
#define CMD_CC_EXPLAIN_H

#include "cc_args.h"

/* Compiles and links with clang's arguments (list[0] is its program), then tells on standard output
 * which archives' objects came along, for whom, with which imports, and what these will need.
 * Returns the exit status. */
int cc_explain(const char *driver, struct args *clang, const char *output, bool json);

#endif
