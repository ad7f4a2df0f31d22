/* asyncify.c -- in the module if `wasix cc --asyncify` links it: a host can unwind its stack. */
#include <features.h>

extern const char __wasix_asyncify;
const char __wasix_asyncify = 1;
