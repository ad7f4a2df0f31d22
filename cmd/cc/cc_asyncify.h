/* cc_asyncify.h -- `wasix cc --asyncify`. */
#ifndef CMD_CC_ASYNCIFY_H
#define CMD_CC_ASYNCIFY_H

/* Rewrites a linked module in place, so that a host can unwind its stack and wind it up again,
 * which is how Wasmer copies a process for fork. Returns the exit status; on failure, which
 * standard error tells, the module is removed. */
int cc_asyncify(const char *driver, const char *module);

/* Path of Binaryen's wasm-opt: what WASIX_WASM_OPT says, else found in PATH. NULL, and standard
 * error tells, if there is none. */
const char *cc_asyncify_program(const char *driver);

#endif
