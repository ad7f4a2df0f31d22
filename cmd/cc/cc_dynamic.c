/* cc_dynamic.c -- programs that load libraries, and the libraries (docs/dynamic-linking.md).
 *
 * Such a program has the whole C library in it, since it cannot know what libraries will call; a
 * library has none, and what it calls is found when it is loaded. Both share their memory, as all
 * dynamic modules of WASIX do, so they are compiled with atomics.
 */
#include "cc_dynamic.h"

#include <string.h>

static const char *const PIC_FLAGS[] = {
	"--start-no-unused-arguments",
	"-matomics",
	"-mbulk-memory",
	"-fvisibility=default", /* for this target clang hides all */
	"--end-no-unused-arguments",
	NULL,
};

/* What the host looks for in either. */
static const char *const COMMON_FLAGS[] = {
	"-pthread",
	"-Wl,--experimental-pic",
	"-Wl,--export-if-defined=__wasm_call_ctors",
	"-Wl,--export-if-defined=__wasm_apply_tls_relocs",
	"-Wl,--export-if-defined=__wasm_init_tls",
	"-Wl,--export-if-defined=__tls_size",
	"-Wl,--export-if-defined=__tls_align",
	"-Wl,--export-if-defined=__tls_base",
	/* code that -flto generates now */
	"-Wl,-mllvm,-wasm-enable-sjlj",
	"-Wl,-mllvm,-wasm-use-legacy-eh=false",
	"-Wl,-mllvm,-exception-model=wasm",
	NULL,
};

static const char *const PROGRAM_FLAGS[] = {
	"-Wl,-pie",
	"-Wl,--import-memory",
	"-Wl,--max-memory=4294967296",
	"-Wl,--export-dynamic",
	"-Wl,--whole-archive",
	"-lwasix_dynamic",
	"-Wl,--no-whole-archive",
	NULL,
};

/* All of the C++ library, for the same reason as C's. */
static const char *const CXX_FLAGS[] = {
	"-Wl,--whole-archive",
	"-lc++",
	"-lc++abi",
	"-lunwind",
	"-Wl,--no-whole-archive",
	NULL,
};

static const char *const LIBRARY_FLAGS[] = {
	"-nostartfiles",
	"-Wl,-shared",
	"-Wl,--no-entry",
	"-Wl,--unresolved-symbols=import-dynamic",
	NULL,
};

enum cc_link
cc_dynamic_kind(const struct cc_dynamic *d)
{
	if (d->shared)
		return CC_LIBRARY;
	return (d->pie && d->exports) || d->names_library ? CC_PROGRAM : CC_STATIC;
}

/* libx.so, libx.so.1.2 */
static bool
is_library(const char *file)
{
	const char *at = strstr(file, ".so");

	while (at && at[3] && at[3] != '.')
		at = strstr(at + 1, ".so");
	return *file != '-' && at && at != file;
}

static bool
is(const char *word, const char *name)
{
	return strcmp(word, name) == 0;
}

bool
cc_dynamic_note(struct cc_dynamic *d, const char *word)
{
	if (is(word, "-shared") || is(word, "--shared"))
		return d->shared = true;
	if (is(word, "-pie"))
		return d->pie = true;
	if (is(word, "-no-pie") || is(word, "-static") || is(word, "-static-pie"))
		d->pie = false;
	if (is(word, "-fPIC") || is(word, "-fpic"))
		return d->pic = true;
	if (is_library(word))
		return d->names_library = true;
	if (is(word, "-rdynamic"))
		return d->exports = true;
	return false;
}

void
cc_dynamic_note_linker(struct cc_dynamic *d, const char *word, const char *value)
{
	const char *name = word + strspn(word, "-");

	if (is(name, "shared"))
		d->shared = true;
	if (is(name, "pie"))
		d->pie = true;
	if (is(name, "export-dynamic") || is(name, "E"))
		d->exports = true;
	if (strncmp(name, "rpath", 5) != 0 || (name[5] && name[5] != '='))
		return;
	args_add(&d->words, "-Xlinker");
	args_add(&d->words, args_format("--rpath=%s", value ? value : name + strlen("rpath=")));
}

void
cc_dynamic_add_compile(struct args *out)
{
	args_add_all(out, PIC_FLAGS);
}

void
cc_dynamic_add_link(
	const struct cc_dynamic *d, enum cc_link kind, const char *sysroot, struct args *out)
{
	const char *libraries = args_format("%s/lib/wasm32-wasi", sysroot);

	args_add_all(out, COMMON_FLAGS);
	if (kind == CC_PROGRAM) {
		args_add(out, args_format("-L%s/dynamic", libraries));
		args_add(out, args_format("-Wl,--allow-undefined-file=%s/dynamic/host-symbols",
				      libraries));
		args_add_all(out, PROGRAM_FLAGS);
	} else {
		args_add(out, args_format("-L%s/shared", libraries));
		args_add_all(out, LIBRARY_FLAGS);
		args_add(out, args_format("%s/shared/scrt1.o", libraries));
	}
	for (size_t i = 0; i < d->words.count; i++)
		args_add(out, d->words.list[i]);
}

void
cc_dynamic_add_cxx(struct args *out)
{
	args_add_all(out, CXX_FLAGS);
}
