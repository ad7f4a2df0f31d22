/* imports.h -- every import as a C function __import_MODULE_NAME: the guest's expansion of
 * abi/functions.def. Only what is called gets into a module. */
#ifndef SYS_IMPORTS_H
#define SYS_IMPORTS_H

#include "types.h"

#include <features.h>

#include "module_names.h" /* generated from abi/modules.def: WASIX_MODULE_preview1 and so on */

/* clang-format off */
#define RESULT_err        uint32_t
#define RESULT_tid_or_err int32_t
#define RESULT_none       void
#define P(type, name)     abi_##type name
#define IN(type, name)    const void *name
#define OUT(type, name)   void *name
#define INOUT(type, name) void *name
#define FN(module, result, name, needs, status, summary, ...)           \
	hidden RESULT_##result __import_##module##_##name(__VA_ARGS__) \
		__attribute__((import_module(WASIX_MODULE_##module), import_name(#name)));
#define FNAS(...) /* older names of other rows, and names that C cannot spell */
#include "functions.def"
/* clang-format on */

/* 0, or minus the Linux number of a WASI errno. */
hidden long __wasix_result(uint32_t error);

#endif
