/* cc_asyncify.c -- `wasix cc --asyncify`: Binaryen's pass over the linked module. */
#include "cc_asyncify.h"

#include "cc_args.h"
#include "cc_program.h"
#include "toolchain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *
cc_asyncify_program(const char *driver)
{
	const char *program = toolchain_named_by("WASIX_WASM_OPT", "wasm-opt");

	if (!program || access(program, X_OK) != 0) {
		fprintf(stderr,
			"%s: --asyncify: there is no wasm-opt (install binaryen, or set "
			"WASIX_WASM_OPT)\n",
			driver);
		return NULL;
	}
	return program;
}

/* Every import may unwind: Wasmer also puts long waits aside so. Names are kept if there are any.
 */
static int
rewrite(const char *driver, const char *program, const char *module, const char *result)
{
	const char *argv[] = { program, module, "--enable-bulk-memory", "--enable-sign-ext",
		"--enable-mutable-globals", "--enable-nontrapping-float-to-int",
		"--enable-multivalue", "--enable-threads", "--asyncify", "-O2", "-g", "-o", result,
		NULL };
	int status = cc_program_run(driver, argv);

	if (status)
		fprintf(stderr,
			"%s: --asyncify: wasm-opt cannot rewrite %s; setjmp and exceptions are "
			"what it "
			"does not know\n",
			driver, module);
	return status;
}

int
cc_asyncify(const char *driver, const char *module)
{
	const char *program = cc_asyncify_program(driver);
	const char *result = args_format("%s.asyncify-%ld", module, (long)getpid());
	int status = program ? rewrite(driver, program, module, result) : 1;

	if (status == 0 && rename(result, module) != 0) {
		fprintf(stderr, "%s: %s: %s\n", driver, module, strerror(errno));
		status = 1;
	}
	if (status) {
		unlink(result);
		unlink(module);
	}
	return status;
}
