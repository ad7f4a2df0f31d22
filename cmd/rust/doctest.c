/* doctest.c -- tests in documentation, which rustdoc itself runs for built-in targets only: it asks
 * its own list for the suffix of programs and crashes when it does not find the target (1.96,
 * librustdoc/doctest.rs, add_exe_suffix).
 *
 * But it tells what the tests are (--output-format=doctest). Here they are compiled by wasix-rustc,
 * started with what cargo gave as --test-runtool, and reported as libtest does.
 */
#include "doctest.h"

#include "cc_args.h"
#include "child.h"
#include "toolchain.h"
#include "tree.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FORMAT_VERSION = 2, STATUS_FAILED = 101 };

struct doctests {
	struct args extract;   /* rustdoc's command that lists the tests */
	struct args compile;   /* what all tests are compiled with */
	struct args run;       /* what starts a program */
	struct args filters;   /* words of which a name must contain one */
	const char *edition;   /* unless a test says otherwise */
	const char *directory; /* where the tests run */
	const char *scratch;
	bool exact, shows_output;
	unsigned passed, failed, ignored, filtered;
	const char *failures; /* what is printed at the end */
};

/* --- arguments --- */

/* rustdoc's options whose value is the next word, and whom they are for. */
enum { FOR_RUSTDOC = 1, FOR_COMPILER = 2, FOR_BOTH = 3 };
static const struct {
	const char *name;
	int whom;
} WITH_VALUE[] = {
	{ "--crate-name", FOR_RUSTDOC },
	{ "--crate-type", FOR_RUSTDOC },
	{ "--edition", FOR_RUSTDOC },
	{ "--error-format", FOR_RUSTDOC },
	{ "--color", FOR_RUSTDOC },
	{ "--target", FOR_BOTH },
	{ "--cfg", FOR_BOTH },
	{ "--check-cfg", FOR_BOTH },
	{ "--extern", FOR_BOTH },
	{ "--cap-lints", FOR_RUSTDOC },
	{ "-L", FOR_BOTH },
	{ "-C", FOR_BOTH },
	{ "-Z", FOR_BOTH },
};

/* The value of an option, which is behind "=" or the next word; NULL: another option. */
static const char *
value_of(const char *option, int argc, char **argv, int *at)
{
	size_t n = strlen(option);

	// NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): *at is below argc
	if (strncmp(argv[*at], option, n) != 0)
		return NULL;
	if (argv[*at][n] == '=')
		return argv[*at] + n + 1;
	return argv[*at][n] == 0 && *at + 1 < argc ? argv[++*at] : NULL;
}

static bool
is_flag(const char *word, const char *name, const char *other)
{
	return strcmp(word, name) == 0 || strcmp(word, other) == 0;
}

static void
note_harness_word(struct doctests *d, const char *word)
{
	if (strcmp(word, "--exact") == 0)
		d->exact = true;
	else if (is_flag(word, "--nocapture", "--no-capture"))
		d->shows_output = true;
	else if (*word != '-')
		args_add(&d->filters, word);
}

/* Several may stand in one argument. */
static void
note_harness_words(struct doctests *d, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, " ");
		if (n > 0)
			note_harness_word(d, args_format("%.*s", (int)n, words));
		words += n + (words[n] == ' ');
	}
}

/* Whether it is an option that is for us. */
static bool
note_own_option(struct doctests *d, int argc, char **argv, int *at)
{
	const char *tool, *argument, *words, *directory;

	if (strcmp(argv[*at], "--test") == 0)
		return true;
	if (is_flag(argv[*at], "--nocapture", "--no-capture")) {
		d->shows_output = true;
		return true;
	}
	tool = value_of("--test-runtool", argc, argv, at);
	argument = tool ? tool : value_of("--test-runtool-arg", argc, argv, at);
	if (argument) {
		args_add(&d->run, argument);
		return true;
	}
	words = value_of("--test-args", argc, argv, at);
	if (words) {
		note_harness_words(d, words);
		return true;
	}
	directory = value_of("--test-run-directory", argc, argv, at);
	if (directory)
		d->directory = directory;
	return directory != NULL;
}

static void
pass_option(struct doctests *d, int argc, char **argv, int *at)
{
	const char *word = argv[*at];
	int whom = word[0] == '-' && strchr("LCZ", word[1]) ? FOR_BOTH : FOR_RUSTDOC;
	bool takes_next = false;

	for (size_t i = 0; i < sizeof WITH_VALUE / sizeof *WITH_VALUE; i++) {
		size_t n = strlen(WITH_VALUE[i].name);
		if (strncmp(word, WITH_VALUE[i].name, n) != 0 || (word[n] && word[n] != '='))
			continue;
		whom = WITH_VALUE[i].whom;
		takes_next = !word[n] && *at + 1 < argc;
	}
	if (strncmp(word, "--edition", strlen("--edition")) == 0)
		d->edition = takes_next ? argv[*at + 1] : word + strlen("--edition=");
	for (int last = *at + takes_next; *at <= last; ++*at) {
		if (whom & FOR_RUSTDOC)
			args_add(&d->extract, argv[*at]);
		if (whom & FOR_COMPILER)
			args_add(&d->compile, argv[*at]);
	}
	--*at;
}

static void
read_arguments(struct doctests *d, const struct rust *rust, int argc, char **argv)
{
	args_add(&d->extract, rust->rustdoc);
	for (const char *const *word = (const char *const[]){ "--sysroot", rust->root,
		     "-Zunstable-options", "--output-format=doctest", NULL };
		*word; word++)
		args_add(&d->extract, *word);
	args_add(&d->compile, toolchain_beside("wasix-rustc"));
	for (int i = 1; i < argc; i++)
		if (!note_own_option(d, argc, argv, &i))
			pass_option(d, argc, argv, &i);
	args_add(&d->compile, "--crate-type=bin");
	args_add(&d->compile, "--crate-name=rust_out");
}

/* --- one test --- */

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

static bool
is_set(const json_t *test, const char *attribute)
{
	return json_is_true(
		json_object_get(json_object_get(test, "doctest_attributes"), attribute));
}

/* For all targets, or for those whose name has one of the words. */
static bool
is_ignored(const json_t *test)
{
	json_t *ignore = json_object_get(json_object_get(test, "doctest_attributes"), "ignore");
	json_t *word;
	size_t i;

	if (json_is_string(ignore))
		return strcmp(json_string_value(ignore), "All") == 0;
	json_array_foreach(json_object_get(ignore, "Some"), i, word)
	{
		if (json_is_string(word) && strstr(RUST_TARGET, json_string_value(word)))
			return true;
	}
	return false;
}

static bool
is_wanted(const struct doctests *d, const char *name)
{
	for (size_t i = 0; i < d->filters.count; i++)
		if (d->exact ? strcmp(name, d->filters.list[i]) == 0
			     : strstr(name, d->filters.list[i]) != NULL)
			return true;
	return d->filters.count == 0;
}

static const char *
program_of(const json_t *test)
{
	json_t *code = json_object_get(test, "doctest_code");
	json_t *wrapper = json_object_get(code, "wrapper");

	if (!json_is_object(code)) /* it does not parse: the compiler says why */
		return text_of(test, "original_code");
	return args_format("%s%s%s%s\n", text_of(code, "crate_level"), text_of(wrapper, "before"),
		text_of(code, "code"), text_of(wrapper, "after"));
}

static bool
compile(const struct doctests *d, const json_t *test, const char *module, const char *log)
{
	const char *source = args_format("%s/main.rs", d->scratch);
	const char *program = program_of(test);
	const char *edition = text_of(json_object_get(test, "doctest_attributes"), "edition");
	struct args a = { 0 };

	for (size_t i = 0; i < d->compile.count; i++)
		args_add(&a, d->compile.list[i]);
	edition = *edition ? edition : d->edition;
	if (edition)
		args_add(&a, args_format("--edition=%s", edition));
	if (is_set(test, "test_harness"))
		args_add(&a, "--test");
	if (is_set(test, "no_run") && !is_set(test, "compile_fail"))
		args_add(&a, "--emit=metadata");
	args_add(&a, "-o");
	args_add(&a, module);
	args_add(&a, source);
	return tree_write(source, program, strlen(program)) && child_run(a.list, log) == 0;
}

static int
run(const struct doctests *d, const char *module, const char *log)
{
	struct args a = { 0 };

	for (size_t i = 0; i < d->run.count; i++)
		args_add(&a, d->run.list[i]);
	args_add(&a, module);
	return child_run(a.list, log);
}

/* What went wrong, or NULL. */
static const char *
judge(const struct doctests *d, const json_t *test, const char *log)
{
	const char *module = args_format("%s/rust_out.wasm", d->scratch);
	bool compiled = compile(d, test, module, log);
	json_t *code;
	size_t i, len;

	if (is_set(test, "compile_fail")) {
		const char *text = tree_read(log, &len);
		if (compiled)
			return "Test compiled successfully, but it's marked `compile_fail`.";
		json_array_foreach(
			json_object_get(json_object_get(test, "doctest_attributes"), "error_codes"),
			i, code)
		{
			if (!text ||
				!strstr(text, args_format("error[%s]", json_string_value(code))))
				return "Some expected error codes were not found.";
		}
		return NULL;
	}
	if (!compiled)
		return "Couldn't compile the test.";
	if (is_set(test, "no_run"))
		return NULL;
	int status = run(d, module, d->shows_output ? NULL : log);
	if (status < 0)
		return "Couldn't run the test.";
	if (is_set(test, "should_panic"))
		return status == 0 ? "Test executable succeeded, but it's marked `should_panic`."
				   : NULL;
	return status == 0 ? NULL
			   : args_format("Test executable failed (exit status: %d).", status);
}

static void
run_test(struct doctests *d, const json_t *test)
{
	const char *name = text_of(test, "name");
	const char *log = args_format("%s/log", d->scratch);
	size_t len;

	if (!is_wanted(d, name)) {
		d->filtered++;
		return;
	}
	printf("test %s%s ... ", name,
		is_set(test, "compile_fail")   ? " - compile fail"
		: is_set(test, "no_run")       ? " - compile"
		: is_set(test, "should_panic") ? " - should panic"
					       : "");
	fflush(stdout);
	if (is_ignored(test)) {
		d->ignored++;
		puts("ignored");
		return;
	}
	unlink(log);
	const char *wrong = judge(d, test, log);
	puts(wrong ? "FAILED" : "ok");
	fflush(stdout);
	d->passed += !wrong;
	d->failed += wrong != NULL;
	if (wrong) {
		const char *text = tree_read(log, &len);
		d->failures = args_format("%s---- %s stdout ----\n%s%s\n\n", d->failures, name,
			text ? text : "", wrong);
	}
}

/* --- all --- */

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
run_all(struct doctests *d, const json_t *tests)
{
	double begin = seconds();
	unsigned wanted = 0;
	json_t *test;
	size_t i;

	json_array_foreach(tests, i, test)
	{
		wanted += is_wanted(d, text_of(test, "name"));
	}
	printf("\nrunning %u test%s\n", wanted, wanted == 1 ? "" : "s");
	json_array_foreach(tests, i, test)
	{
		run_test(d, test);
	}
	if (d->failed)
		printf("\nfailures:\n\n%s", d->failures);
	printf("\ntest result: %s. %u passed; %u failed; %u ignored; 0 measured; %u filtered out; "
	       "finished in %.2fs\n\n",
		d->failed ? "FAILED" : "ok", d->passed, d->failed, d->ignored, d->filtered,
		seconds() - begin);
	return d->failed ? STATUS_FAILED : 0;
}

/* NULL after one line, or after rustdoc's own. */
static json_t *
list_tests(const struct doctests *d)
{
	setenv("RUSTC_BOOTSTRAP", "1", 1);
	const char *text = child_output(d->extract.list);
	unsetenv("RUSTC_BOOTSTRAP");
	json_t *list = text ? json_loads(text, 0, NULL) : NULL;

	if (text && json_integer_value(json_object_get(list, "format_version")) != FORMAT_VERSION) {
		rust_complain("this rustdoc does not tell its tests in a way that is known here: "
			      "tests in documentation are not run");
		json_decref(list);
		return NULL;
	}
	return list;
}

int
doctest_run(const struct rust *rust, int argc, char **argv)
{
	const char *host_tmp = getenv("TMPDIR");
	struct doctests d = { .failures = "" };
	char *scratch = (char *)(size_t)args_format(
		"%s/wasix-doctest-XXXXXX", host_tmp && *host_tmp ? host_tmp : "/tmp");

	read_arguments(&d, rust, argc, argv);
	json_t *list = list_tests(&d);
	if (!list)
		return 1;
	if (!mkdtemp(scratch)) {
		rust_complain("cannot make %s: %s", scratch, strerror(errno));
		json_decref(list);
		return 1;
	}
	d.scratch = scratch;
	int status = 1;
	if (d.directory && chdir(d.directory) < 0)
		rust_complain("cannot go to %s: %s", d.directory, strerror(errno));
	else
		status = run_all(&d, json_object_get(list, "doctests"));
	tree_remove(scratch);
	json_decref(list);
	return status;
}
