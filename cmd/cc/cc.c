/* cc.c -- `wasix cc`, wasixcc, wasixc++: clang with our target, sysroot and linker flags; and the
 * names of the binutils for it.
 *
 * Everything that is not said here goes to clang as it came. The sysroot stands beside the
 * program's own directory, in ../lib/wasix/sysroot, so the tree may be moved.
 */
#include "cc_args.h"
#include "cc_asyncify.h"
#include "cc_dynamic.h"
#include "cc_explain.h"
#include "cc_input.h"
#include "cc_program.h"
#include "commands.h"
#include "cxx_library.h"
#include "options.h"
#include "toolchain.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* clang says that the name wasi is old; users' own -Wdeprecated-declarations stays as it is. */
static const char *const TARGET_FLAGS[] = {
	"--start-no-unused-arguments",
	"--target=wasm32-wasmer-wasi",
	"-Wno-deprecated",
	"-Wdeprecated-declarations",
	/* a system with unistd.h and what follows from it: zstd and others ask by this name */
	"-D__unix__=1",
	"-D__unix=1",
	/* setjmp by exceptions, in their standard encoding (try_table) */
	"-mllvm",
	"-wasm-enable-sjlj",
	"-mllvm",
	"-wasm-use-legacy-eh=false",
	/* too large numbers saturate: gawk's printf asks whether one came back the same */
	"-fno-strict-float-cast-overflow",
	"--no-wasm-opt", /* an old binaryen in PATH would reject newer features */
	"--end-no-unused-arguments",
	NULL,
};

static const char *const LINK_FLAGS[] = {
	"-Wl,-z,stack-size=8388608", /* as Linux gives */
	"-Wl,--stack-first",
	/* SIG_IGN is 1 and other small numbers are not functions: no function may get them */
	"-Wl,--table-base=16",
	/* the same again for code that -flto generates now */
	"-Wl,-mllvm,-wasm-enable-sjlj",
	"-Wl,-mllvm,-wasm-use-legacy-eh=false",
	"-Wl,-mllvm,-exception-model=wasm",
	NULL,
};

static const char *const THREAD_LINK_FLAGS[] = {
	"-Wl,--import-memory",
	"-Wl,--export-memory",
	"-Wl,--max-memory=4294967296",
	"-Wl,--export=__wasm_init_tls",
	"-Wl,--export=__tls_size",
	"-Wl,--export=__tls_align",
	"-Wl,--export=__tls_base",
	"-Wl,--export=__stack_pointer",
	NULL,
};

static const char LINKER[] = "wasm-ld";

/* What else the driver is called by. program NULL: the driver proper. */
static const struct tool {
	const char *name, *program;
	bool is_cxx;
} TOOLS[] = {
	{ "cc", NULL, false },
	{ "wasixcc", NULL, false },
	{ "wasix-cc", NULL, false },
	{ "wasixc++", NULL, true },
	{ "wasixar", "llvm-ar", false },
	{ "wasixranlib", "llvm-ranlib", false },
	{ "wasixnm", "llvm-nm", false },
	{ "wasixstrip", "llvm-strip", false },
	{ "wasixld", LINKER, false },
};

/* Linker options of GNU ld that mean nothing here. A value may follow "=", or be the next word. */
static const struct {
	const char *name;
	bool takes_value;
} DROPPED[] = {
	{ "start-group", false },
	{ "end-group", false },
	{ "(", false },
	{ ")", false },
	{ "as-needed", false },
	{ "no-as-needed", false },
	{ "enable-new-dtags", false },
	{ "disable-new-dtags", false },
	{ "warn-common", false },
	{ "sort-common", false },
	{ "sort-section", true },
	{ "hash-style", true },
	{ "version-script", true },
	{ "dynamic-list", true },
	{ "dynamic-linker", true },
	{ "soname", true },
	{ "rpath", true },
	{ "rpath-link", true },
	{ "Map", true },
	{ "export-dynamic", false },
	{ "E", false },
	{ "no-undefined", false },
	{ "Bstatic", false },
	{ "Bdynamic", false },
	{ "Bsymbolic", false },
	{ "Bsymbolic-functions", false },
	{ "pie", false },
	{ "shared", false },
	{ "no-pie", false },
	{ "eh-frame-hdr", false },
	{ "no-copy-dt-needed-entries", false },
	{ "copy-dt-needed-entries", false },
	{ "exclude-libs", true },
};

/* Flags of clang whose value is the next word, so that the value is not taken for a file. */
static const char *const WITH_VALUE[] = { "-o", "-x", "-I", "-D", "-U", "-L", "-l", "-T", "-u",
	"-e", "-z", "-MF", "-MT", "-MQ", "-MJ", "-include", "-imacros", "-isystem", "-iquote",
	"-idirafter", "-iprefix", "-iwithprefix", "-isysroot", "-Xclang", "-Xlinker", "-Xassembler",
	"-Xpreprocessor", "-mllvm", "-target", "-arch", "--param", "-dumpbase", "-dumpdir",
	"--sysroot" };

/* Flags that stop before the link. */
static const char *const NO_LINK[] = { "-c", "-S", "-E", "-M", "-MM", "-fsyntax-only",
	"--precompile", "--analyze", "-emit-ast" };

/* Dropped, once cc_dynamic.c has seen them. */
static const char *const NO_MEANING[] = { "-pie", "-no-pie", "-static", "-static-pie", "-rdynamic",
	"-shared", "--shared", "-static-libgcc", "-shared-libgcc", "-fpie", "-fPIE" };

/* Files that are C++ whatever the driver is called by. */
static const char *const CXX_SUFFIXES[] = { ".cc", ".cp", ".cxx", ".cpp", ".CPP", ".c++", ".C",
	".ii" };

/* Names of the C++ library: of GNU's, that some build systems take for granted, and of ours. */
static const char *const CXX_LIBRARIES[] = { "stdc++", "c++" };

/* A configure test declares every function as `char f()`, so there a wrong signature must not be an
 * error. Names of what autoconf, CMake and Meson link. */
static const char *const PROBES[] = { "conftest", "cmTC_", "testfile", "sanitycheck" };

struct driver {
	const char *name;  /* for messages */
	struct args in;    /* the user's, response files expanded */
	struct args out;   /* what is left of them */
	struct args final; /* with ours */
	bool links, relocatable, has_input, threads, preview1, asyncify, bare, names_libc;
	const char *sysroot;
	bool is_cxx;      /* called as the C++ compiler */
	bool has_cxx;     /* an input is C++ */
	bool names_cxx;   /* -lstdc++ or -lc++ */
	bool own_headers; /* -nostdinc++ */
	const char *output;
	const char *explain;    /* "", "=json", or NULL */
	bool skip_linker_value; /* the last linker word was dropped, its value is the next */
	const char *dropped;    /* that word */
	bool after_z;           /* the last linker word was -z */
	struct cc_dynamic dynamic;
};

static bool
listed(const char *word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(word, list[i]) == 0)
			return true;
	return false;
}
#define LISTED(word, list) listed(word, list, sizeof(list) / sizeof *(list))

static bool
starts_with(const char *word, const char *prefix)
{
	return strncmp(word, prefix, strlen(prefix)) == 0;
}

static int
complain(const char *name, const char *text)
{
	fprintf(stderr, "%s: %s\n", name, text);
	return 1;
}

/* --- programs --- */

/* Returns only on failure. */
static int
exec_llvm(const char *name, const char *driver, const char **argv)
{
	argv[0] = toolchain_program(name);
	execv(argv[0], (char *const *)(void *)argv);
	fprintf(stderr,
		"%s: cannot run %s: %s (install clang-22, lld-22 and llvm-22, or set "
		"WASIX_CLANG)\n",
		driver, argv[0], strerror(errno));
	return 1;
}

/* --- what the user asked for --- */

static bool
probes(const char *output)
{
	const char *slash = strrchr(output, '/');
	const char *name = slash ? slash + 1 : output;

	for (size_t i = 0; i < sizeof PROBES / sizeof *PROBES; i++)
		if (starts_with(name, PROBES[i]))
			return true;
	return strstr(output, "meson-private/") != NULL;
}

static bool
is_dropped(const char *word, bool *value_follows)
{
	*value_follows = false;
	if (*word != '-')
		return false;
	const char *name = word + 1 + (word[1] == '-');
	for (size_t i = 0; i < sizeof DROPPED / sizeof *DROPPED; i++) {
		size_t n = strlen(DROPPED[i].name);
		if (strncmp(name, DROPPED[i].name, n) != 0 || (name[n] && name[n] != '='))
			continue;
		*value_follows = DROPPED[i].takes_value && !name[n];
		return true;
	}
	return false;
}

/* Of the -z options only the size of the stack has a meaning. */
static void
add_linker_z(struct driver *d, const char *value)
{
	if (starts_with(value, "stack-size="))
		args_add(&d->out, args_format("-Wl,-z,%s", value));
}

static void
add_relocatable(struct driver *d)
{
	d->relocatable = true;
	args_add(&d->out, "-r");
}

/* One word for the linker. */
static void
add_linker_word(struct driver *d, const char *word)
{
	if (d->skip_linker_value) {
		cc_dynamic_note_linker(&d->dynamic, d->dropped, word);
		d->skip_linker_value = false;
		return;
	}
	if (d->after_z) {
		d->after_z = false;
		add_linker_z(d, word);
		return;
	}
	if (strcmp(word, "-z") == 0)
		d->after_z = true;
	else if (starts_with(word, "-z") && word[2])
		add_linker_z(d, word + 2);
	else if (strcmp(word, "-r") == 0 || strcmp(word, "--relocatable") == 0)
		add_relocatable(d);
	else if (is_dropped(word, &d->skip_linker_value)) {
		d->dropped = word;
		if (!d->skip_linker_value)
			cc_dynamic_note_linker(&d->dynamic, word, NULL);
	} else {
		args_add(&d->out, "-Xlinker");
		args_add(&d->out, word);
	}
}

static void
add_linker_words(struct driver *d, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, ",");
		if (n > 0)
			add_linker_word(d, args_format("%.*s", (int)n, words));
		words += n + (words[n] == ',');
	}
}

/* With -nodefaultlibs, as rustc says, -lc means all the same what it would without. False: it is
 * added by us, under its own names. */
static bool
note_library(struct driver *d, const char *name)
{
	d->has_input = true;
	if (strcmp(name, "c") == 0)
		d->names_libc = true;
	if (!LISTED(name, CXX_LIBRARIES))
		return true;
	d->names_cxx = true;
	return false;
}

/* There is one target, whatever name a build system has for it. Where that is Linux's, as cargo's
 * is, the code expects what a compiler for Linux defines, and nothing of another system: sqlite
 * does without mmap where it sees __wasi__. */
static const char *const AS_ON_LINUX[] = { "-D__linux__=1", "-D__linux=1", "-D__gnu_linux__=1",
	"-D__unix__=1", "-D__unix=1", "-U__wasi__", NULL };

static void
note_target(struct driver *d, const char *target)
{
	if (!starts_with(target, "wasm32")) {
		args_add(&d->out, args_format("--target=%s", target));
	} else if (strstr(target, "linux")) {
		args_add_all(&d->out, AS_ON_LINUX);
	}
}

static void
add_value_flag(struct driver *d, const char *flag, const char *value)
{
	if (strcmp(flag, "-target") == 0) {
		note_target(d, value);
		return;
	}
	if (strcmp(flag, "-Xlinker") == 0) {
		add_linker_word(d, value);
		return;
	}
	if (strcmp(flag, "-z") == 0) {
		add_linker_z(d, value);
		return;
	}
	if (strcmp(flag, "-o") == 0)
		d->output = value;
	else if (strcmp(flag, "--sysroot") == 0)
		d->sysroot = value;
	else if (strcmp(flag, "-l") == 0 && !note_library(d, value))
		return;
	else if (strcmp(flag, "-x") == 0 && starts_with(value, "c++"))
		d->has_cxx = true;
	args_add(&d->out, flag);
	args_add(&d->out, value);
}

static void
add_word(struct driver *d, const char *word)
{
	if (strcmp(word, "--preview1") == 0)
		d->preview1 = true;
	else if (strcmp(word, "--asyncify") == 0)
		d->asyncify = true;
	else if (strcmp(word, "--explain") == 0 || strcmp(word, "--explain=json") == 0)
		d->explain = word + strlen("--explain");
	else if (starts_with(word, "--target="))
		note_target(d, word + strlen("--target="));
	else if (starts_with(word, "-Wl,"))
		add_linker_words(d, word + 4);
	else if (starts_with(word, "-z"))
		add_linker_z(d, word + 2);
	else if (starts_with(word, "-l") && !note_library(d, word + 2))
		return;
	else if (!LISTED(word, NO_MEANING))
		args_add(&d->out, word);
}

static void
note_input(struct driver *d, const char *file)
{
	const char *dot = strrchr(file, '.');

	d->has_input = true;
	cc_input_explain(d->name, file);
	if (dot && LISTED(dot, CXX_SUFFIXES))
		d->has_cxx = true;
}

/* Looks a word over, for what the link needs to know. */
static void
note_word(struct driver *d, const char *word)
{
	if (LISTED(word, NO_LINK))
		d->links = false;
	else if (strcmp(word, "-r") == 0)
		d->relocatable = true;
	else if (strcmp(word, "-nostdlib") == 0 || strcmp(word, "-nodefaultlibs") == 0)
		d->bare = true;
	else if (strcmp(word, "-pthread") == 0 || strcmp(word, "-pthreads") == 0)
		d->threads = true;
	else if (starts_with(word, "--sysroot="))
		d->sysroot = word + strlen("--sysroot=");
	else if (starts_with(word, "-o") && word[2])
		d->output = word + 2;
	else if (strcmp(word, "-nostdinc++") == 0)
		d->own_headers = true;
	else if (strcmp(word, "-xc++") == 0)
		d->has_cxx = true;
	else if (*word != '-' || !word[1])
		note_input(d, word);
}

static void
read_arguments(struct driver *d)
{
	for (size_t i = 0; i < d->in.count; i++) {
		const char *word = d->in.list[i];
		if (LISTED(word, WITH_VALUE) && i + 1 < d->in.count) {
			add_value_flag(d, word, d->in.list[++i]);
		} else {
			(void)cc_dynamic_note(&d->dynamic, word);
			note_word(d, word);
			add_word(d, word);
		}
	}
}

/* Flags of ours before the user's, so that the user's win. */
static void
add_link_flags(struct driver *d)
{
	if (d->relocatable) {
		args_add(&d->final, "-nostdlib");
		return;
	}
	enum cc_link kind = cc_dynamic_kind(&d->dynamic);
	if (kind != CC_STATIC)
		cc_dynamic_add_link(&d->dynamic, kind, d->sysroot, &d->final);
	else
		args_add_all(&d->final, LINK_FLAGS);
	if (d->threads && kind == CC_STATIC)
		args_add_all(&d->final, THREAD_LINK_FLAGS);
	if (!probes(d->output))
		args_add(&d->final, "-Wl,--fatal-warnings");
}

/* Libraries of ours before the C library, which clang adds behind the user's words. Where it is
 * among these, they stand before all: the linker looks for what is missing in the first first. */
static void
add_libraries(struct driver *d)
{
	if (d->relocatable || (d->bare && !d->names_libc))
		return;
	if (cc_dynamic_kind(&d->dynamic) != CC_STATIC)
		return;
	if (d->threads)
		args_add(&d->final, "-lwasix_threads");
	if (d->preview1)
		args_add(&d->final, "-lwasix_preview1");
	if (d->asyncify)
		args_add(&d->final, "-Wl,-u,__wasix_asyncify");
}

/* --- C++ --- */

static const char *const CXX_FLAGS[] = {
	"--start-no-unused-arguments",
	"-fwasm-exceptions",
	/* Without atomics the compiler takes thread-local variables for others, and what a landing
	 * pad tells the personality routine (libc/unwind/landing_pad.c) is one. */
	"-matomics",
	"-mbulk-memory",
	"-Wl,-mllvm,-wasm-enable-eh", /* for -flto */
	"--end-no-unused-arguments",
	NULL,
};

/* The library's place and, for a driver that is not called as the C++ compiler, its names. */
static bool
add_cxx(struct driver *d)
{
	bool compiles = d->has_input && (d->is_cxx || d->has_cxx);
	bool links = d->links && !d->relocatable && (d->names_cxx || (d->is_cxx && d->has_input));

	if (d->is_cxx)
		args_add(&d->final, "--driver-mode=g++");
	if (compiles)
		args_add_all(&d->final, CXX_FLAGS);
	if (d->own_headers || (!compiles && !links))
		return true;
	enum cc_link kind = links ? cc_dynamic_kind(&d->dynamic) : CC_STATIC;
	const char *library = cxx_library(d->name, kind == CC_PROGRAM);
	if (!library)
		return false;
	args_add(&d->final, args_format("-stdlib++-isystem%s/include/c++/v1", library));
	if (links && kind != CC_LIBRARY)
		args_add(&d->final, args_format("-L%s/lib", library));
	if (kind == CC_PROGRAM)
		cc_dynamic_add_cxx(&d->final);
	if (links && d->names_cxx) {
		args_add(&d->final, "-lc++");
		args_add(&d->final, "-lc++abi");
	}
	if (links && (d->names_cxx || !d->bare))
		args_add(&d->final, "-lunwind");
	return true;
}

static bool
add_sysroot(struct driver *d)
{
	if (d->sysroot)
		return true;
	const char *sysroot = toolchain_sysroot();
	if (!sysroot || access(sysroot, R_OK) != 0) {
		fprintf(stderr, "%s: no sysroot at %s (set WASIX_SYSROOT)\n", d->name,
			sysroot ? sysroot : "../lib/wasix/sysroot");
		return false;
	}
	args_add(&d->final, args_format("--sysroot=%s", sysroot));
	d->sysroot = sysroot;
	return true;
}

/* --- entry --- */

static const struct option_spec OPTIONS[] = {
	{ "-pthread", 0, ARGUMENT_NONE, NULL, "threads: an imported, shared memory", 0 },
	{ "preview1", 0, ARGUMENT_NONE, NULL,
		"import nothing but WASI preview 1 for files; the working directory is /", 0 },
	{ "asyncify", 0, ARGUMENT_NONE, NULL,
		"with -pthread: fork works on Wasmer too (by Binaryen's wasm-opt)", 0 },
	{ "explain", 0, ARGUMENT_OPTIONAL, "json",
		"tell which archives' objects were linked for whom, and their imports", 0 },
	{ "help", 0, ARGUMENT_NONE, NULL, "this text; clang's own is clang-22 --help", 0 },
};

const struct command cc_command = {
	.name = "cc",
	.operands = "FILE...",
	.summary = "Compiles C and C++ to a WebAssembly module for WASIX; also called wasixcc, "
		   "wasixc++.",
	.notes = "All other flags are clang's, in any order: -c -S -E -o -O2 -g -flto -I -D -L -l "
		 "@FILE...\n"
		 "Functions called with a wrong signature are errors: -Wl,--no-fatal-warnings "
		 "makes them warnings.\n"
		 "-fPIC -shared makes a library; -fPIC -pie -rdynamic a program that can load "
		 "some.\n"
		 "wasixc++ links the C++ library too; where it is used first, that is built: once, "
		 "in minutes.\n"
		 "Environment: WASIX_CLANG the compiler (clang-22), WASIX_SYSROOT the sysroot.\n"
		 "Beside it stand wasixar, wasixranlib, wasixnm, wasixld and wasixstrip.",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = 1,
};

/* The link, and what follows it. */
static int
link_and_go_on(struct driver *d)
{
	if (d->asyncify && !d->threads)
		return complain(d->name,
			"--asyncify: also wants -pthread, here and for each object, "
			"since Wasmer forks only what has a shared memory");
	if (d->asyncify && !cc_asyncify_program(d->name))
		return 1;
	d->final.list[0] = toolchain_program("clang");
	int status = d->explain ? cc_explain(d->name, &d->final, d->output, *d->explain)
				: cc_program_run(d->name, d->final.list);
	return status || !d->asyncify ? status : cc_asyncify(d->name, d->output);
}

static int
run_driver(int argc, char **argv, const char *name, bool is_cxx)
{
	struct driver d = { .name = name, .is_cxx = is_cxx, .links = true, .output = "a.out" };

	for (int i = 1; i < argc; i++)
		args_add_expanded(&d.in, argv[i]);
	for (size_t i = 0; i < d.in.count; i++)
		if (strcmp(d.in.list[i], "--help") == 0) {
			command_print_help(&cc_command);
			return 0;
		}
	read_arguments(&d);
	bool links = d.links && d.has_input;
	bool is_dynamic = links && cc_dynamic_kind(&d.dynamic) != CC_STATIC;
	args_add(&d.final, NULL); /* the program, filled in by exec_llvm */
	args_add_all(&d.final, TARGET_FLAGS);
	if (is_dynamic || d.dynamic.pic)
		cc_dynamic_add_compile(&d.final);
	if (is_dynamic)
		args_add_all(&d.final, (const char *const[]){ "--start-no-unused-arguments",
					       "-fPIC", "--end-no-unused-arguments", NULL });
	if (!add_sysroot(&d) || !add_cxx(&d))
		return 1;
	if (links)
		add_link_flags(&d);
	if (links && d.names_libc)
		add_libraries(&d);
	for (size_t i = 0; i < d.out.count; i++)
		args_add(&d.final, d.out.list[i]);
	if (links && !d.names_libc)
		add_libraries(&d);
	if (!links || d.relocatable || !(d.explain || d.asyncify))
		return exec_llvm("clang", name, d.final.list);
	return link_and_go_on(&d);
}

int
cc_main(int argc, char **argv, const char *tool)
{
	const struct tool *t = NULL;

	for (size_t i = 0; i < sizeof TOOLS / sizeof *TOOLS; i++)
		if (strcmp(tool, TOOLS[i].name) == 0)
			t = &TOOLS[i];
	if (!t) {
		fprintf(stderr, "wasix: called as '%s', which is none of its names\n", tool);
		return STATUS_USAGE;
	}
	if (!t->program)
		return run_driver(
			argc, argv, strcmp(tool, "cc") == 0 ? "wasix cc" : tool, t->is_cxx);
	struct args a = { 0 };
	args_add(&a, NULL);
	/* GNU ld's word for looking for libraries nowhere else, which the linker does anyway */
	for (int i = 1; i < argc; i++)
		if (t->program != LINKER || strcmp(argv[i], "-nostdlib") != 0)
			args_add(&a, argv[i]);
	return exec_llvm(t->program, tool, a.list);
}
