/* probe.h -- the guest of the tests that watch the kernel: calls rows of functions.def, all
 * arguments 0, and prints what each answered.
 *
 *   probe none          calls nothing
 *   probe CAPABILITY    calls each row that needs it and has a result
 *   probe MODULE.NAME   calls this row
 *
 * What is printed ("MODULE.NAME STATUS RESULT" a line) goes out in one write, so that two runs
 * differ in nothing but the calls.
 */
#include "../host/raw_extension.h"

#define EXT(number, name, needs, summary, parameters) LISTS(name);
#include "../../abi/extensions.def"

static const char *wanted;
static char text[65536];
static size_t used;

static void
say(const char *module, const char *name, const char *status, uint32_t result)
{
	used += (size_t)snprintf(text + used, sizeof text - used, "%s.%s %s %u\n", module, name,
		status, result & 0xffff);
}

static int
is_wanted(const char *needs, const char *module, const char *name)
{
	size_t len = strlen(module);
	return strcmp(wanted, needs) == 0 ||
	       (strncmp(wanted, module, len) == 0 && wanted[len] == '.' &&
		       strcmp(wanted + len + 1, name) == 0);
}

/* A thread id or minus an errno: shown without the sign. */
#define ANSWER_err(call, ...)        say(__VA_ARGS__, call)
#define ANSWER_tid_or_err(call, ...) say(__VA_ARGS__, (uint32_t)-(call))
/* Without a result it ends the guest when it may not be called: only when asked for by name. */
#define ANSWER_none(call, ...)           \
	do {                             \
		if (strchr(wanted, '.')) \
			call;            \
	} while (0)

static void
call_extensions(void)
{
#define EXT(number, name, needs, summary, parameters)                         \
	if (is_wanted(#needs, "extension", #name)) {                          \
		int64_t result = RAW(name, 0);                                \
		say("extension", #name, "DONE", result < 0 ? (uint32_t)-result : 0); \
	}
#include "../../abi/extensions.def"
}

static void
call_rows(void)
{
#define P(type, name)   (abi_##type)0
#define PTR(type, name) NULL
#define FN(module, result, name, needs, status, summary, ...) \
	if (is_wanted(#needs, MODULE_##module, #name))        \
		ANSWER_##result(module##_##name(__VA_ARGS__), MODULE_##module, #name, #status);
#define FNAS(module, result, import, name, needs, status, summary, ...) \
	if (is_wanted(#needs, MODULE_##module, import))                 \
		ANSWER_##result(module##_as_##name(__VA_ARGS__), MODULE_##module, import, #status);
#include "../../abi/functions.def"
}

int
main(int argc, char **argv)
{
	wanted = argc > 1 ? argv[1] : "none";
	if (strcmp(wanted, "extension") == 0)
		wanted = argc > 2 ? argv[2] : "none";
	else
		call_rows();
	if (argc > 2 || strncmp(wanted, "extension.", 10) == 0)
		call_extensions();
	if (strcmp(wanted, "PROCESS") == 0)
		wasix_proc_exit2(0); /* ends what proc_fork_env began, and returns */
	struct abi_ciovec v = { (abi_ptr)(uintptr_t)text, used };
	abi_usize n;
	return (int)(preview1_fd_write(1, &v, 1, &n) & 0xffff);
}
