/* run.c -- `wasix run`: capabilities from flags, then a few lines of wasix.h. */
#include "commands.h"
#include "file.h"
#include "options.h"
#include "run_limits.h"
#include "wasix.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum flag {
	FLAG_DIR,
	FLAG_VOLUME,
	FLAG_COMMAND,
	FLAG_ENV,
	FLAG_FORWARD_ENV,
	FLAG_CWD,
	FLAG_NET,
	FLAG_MAP_PORT,
	FLAG_FD,
	FLAG_THREADS,
	FLAG_PROCESSES,
	FLAG_MEMORY,
	FLAG_FDS,
	FLAG_OPEN_BYTES,
	FLAG_STACK,
	FLAG_TIMEOUT,
	FLAG_INVOKE,
	FLAG_TRACE,
	FLAG_NO_CACHE,
	FLAG_NO_WALL,
};

static const struct option_spec OPTIONS[] = {
	{ "dir", 0, ARGUMENT_REQUIRED, "HOST[::GUEST]", "grant a directory, read and write",
		FLAG_DIR },
	{ "volume", 0, ARGUMENT_REQUIRED, "HOST:GUEST[:ro]", "grant a directory, read-only if :ro",
		FLAG_VOLUME },
	{ "map-command", 0, ARGUMENT_REQUIRED, "NAME=MODULE",
		"offer a module as the program /bin/NAME", FLAG_COMMAND },
	{ "env", 0, ARGUMENT_REQUIRED, "KEY=VALUE", "set an environment variable", FLAG_ENV },
	{ "forward-host-env", 0, ARGUMENT_NONE, NULL, "pass the whole environment on",
		FLAG_FORWARD_ENV },
	{ "cwd", 0, ARGUMENT_REQUIRED, "GUEST", "the guest's working directory", FLAG_CWD },
	{ "net", 0, ARGUMENT_OPTIONAL, "RULES", "grant the network", FLAG_NET },
	{ "map-port", 0, ARGUMENT_REQUIRED, "HOST:GUEST",
		"what the guest binds to port GUEST is bound to HOST", FLAG_MAP_PORT },
	{ "fd", 0, ARGUMENT_REQUIRED, "HOST[:GUEST]",
		"hand over an open descriptor; sockets need no --net", FLAG_FD },
	{ "enable-threads", 0, ARGUMENT_OPTIONAL, "MAX", "grant threads", FLAG_THREADS },
	{ "max-processes", 0, ARGUMENT_REQUIRED, "N", "processes of the guest at a time",
		FLAG_PROCESSES },
	{ "max-memory", 0, ARGUMENT_REQUIRED, "BYTES",
		"linear memory of all its processes together (K, M, G taken)", FLAG_MEMORY },
	{ "max-fds", 0, ARGUMENT_REQUIRED, "N", "descriptors at most", FLAG_FDS },
	{ "max-open-bytes", 0, ARGUMENT_REQUIRED, "BYTES",
		"files in the guest's private root at most (256M)", FLAG_OPEN_BYTES },
	{ "max-stack", 0, ARGUMENT_REQUIRED, "BYTES", "native stack at most, 256K to 64M",
		FLAG_STACK },
	{ "timeout", 0, ARGUMENT_REQUIRED, "SECONDS", "end the guest after this time",
		FLAG_TIMEOUT },
	{ "invoke", 0, ARGUMENT_REQUIRED, "EXPORT",
		"call this function; ARGUMENTs are its parameters", FLAG_INVOKE },
	{ "trace", 0, ARGUMENT_OPTIONAL, "GROUPS[:FILE]",
		"show the host calls; GROUPS such as fd,path,net", FLAG_TRACE },
	{ "no-cache", 0, ARGUMENT_NONE, NULL, "neither read nor write the native-code cache",
		FLAG_NO_CACHE },
	{ "no-second-wall", 0, ARGUMENT_NONE, NULL, "do without Landlock and seccomp",
		FLAG_NO_WALL },
};

const struct command run_command = {
	.name = "run",
	.operands = "MODULE [ARGUMENT...]",
	.summary = "Runs a module. It gets nothing of the host that a flag does not grant.",
	.notes = "Exit status: the guest's; 126 not run, 127 no such file, 128+n signal n (trap: "
		 "134).",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_NOT_RUN,
	.group = "limits",
	.group_first = FLAG_PROCESSES,
	.group_last = FLAG_TIMEOUT,
};

#define STACK_LEAST (UINT64_C(256) << 10)
#define STACK_MOST  (UINT64_C(64) << 20)

struct run {
	wasix_process *process;
	wasix_engine_options engine;
	const char *cwd;
	const char *invoke;
	uint64_t max_memory; /* bytes; 0: no limit */
	uint64_t root_bytes; /* 0: the default */
	double timeout_s;    /* 0: none */
	bool no_wall;
	FILE *trace;           /* NULL: not open; may be stderr */
	const char *path;      /* of the module */
	wasix_engine *running; /* what runs it */
};

static bool
accepted(wasix_result result, const wasix_error *err)
{
	if (result != WASIX_OK)
		command_complain(&run_command, "%s", err->text);
	return result == WASIX_OK;
}

static bool
mount_dir(struct run *r, const char *argument)
{
	wasix_error err = { 0 };
	const char *colons = strstr(argument, "::");
	char *host = strndup(argument, colons ? (size_t)(colons - argument) : strlen(argument));
	bool ok = host && accepted(wasix_process_mount(r->process, host,
					   colons ? colons + 2 : argument, false, &err),
				  &err);
	free(host);
	return ok;
}

/* HOST:GUEST[:ro|:rw] */
static bool
mount_volume(struct run *r, const char *argument)
{
	wasix_error err = { 0 };
	char *host = strdup(argument);
	char *guest = host ? strchr(host, ':') : NULL;
	bool ok = false, read_only = false;

	if (guest) {
		*guest++ = 0;
		char *mode = strrchr(guest, ':');
		if (mode) {
			read_only = strcmp(mode, ":ro") == 0;
			if (!read_only && strcmp(mode, ":rw") != 0)
				guest = NULL;
			*mode = 0;
		}
	}
	if (!guest || !*guest)
		command_complain(&run_command,
			"--volume '%s': HOST:GUEST or HOST:GUEST:ro is expected", argument);
	else
		ok = accepted(wasix_process_mount(r->process, host, guest, read_only, &err), &err);
	free(host);
	return ok;
}

static bool
map_command(struct run *r, const char *argument)
{
	wasix_error err = { 0 };
	const char *equals = strchr(argument, '=');
	char *name = equals ? strndup(argument, (size_t)(equals - argument)) : NULL;
	bool ok = false;

	if (!equals)
		command_complain(&run_command,
			"--map-command '%s': NAME=MODULE is expected, such as ls=ls.wasm",
			argument);
	else if (name)
		ok = accepted(wasix_process_command(r->process, name, equals + 1, &err), &err);
	free(name);
	return ok;
}

/* 64K, 16M, 2G or plain bytes; 0 is refused. */
static bool
parse_size(const char *text, uint64_t *out)
{
	static const char UNITS[] = "KMG";
	char *end;
	errno = 0;
	unsigned long long n = strtoull(text, &end, 10);
	const char *unit = *end ? strchr(UNITS, *end) : NULL;
	unsigned shift = unit ? 10 * (unsigned)(unit - UNITS + 1) : 0;
	if (errno || end == text || *text == '-' || (unit ? end[1] : *end) || n == 0 ||
		n > UINT64_MAX >> shift)
		return false;
	*out = (uint64_t)n << shift;
	return true;
}

static bool
take_size(const char *flag, const char *text, uint64_t *out)
{
	if (parse_size(text, out))
		return true;
	command_complain(&run_command, "--%s '%s': a size such as 64M is expected", flag, text);
	return false;
}

static bool
take_stack(struct run *r, const char *argument)
{
	if (!take_size("max-stack", argument, &r->engine.max_stack))
		return false;
	if (r->engine.max_stack >= STACK_LEAST && r->engine.max_stack <= STACK_MOST)
		return true;
	command_complain(&run_command, "--max-stack '%s': 256K to 64M are possible", argument);
	return false;
}

static bool
parse_number(const struct command *command, const char *flag, const char *text, double *out)
{
	char *end;
	*out = strtod(text, &end);
	if (end != text && !*end && *out > 0 && *out < 1e9)
		return true;
	command_complain(command, "--%s '%s': a positive number is expected", flag, text);
	return false;
}

static bool
take_fd_limit(struct run *r, const char *argument)
{
	wasix_error err = { 0 };
	double count;

	if (!parse_number(&run_command, "max-fds", argument, &count) ||
		!accepted(wasix_process_max_fds(r->process, (uint32_t)count, &err), &err))
		return false;
	run_raise_fds((uint32_t)count);
	return true;
}

static bool
grant(struct run *r, const char *capability, const char *argument)
{
	wasix_error err = { 0 };
	return accepted(wasix_process_grant(r->process, capability, argument, &err), &err);
}

/* HOST:GUEST */
static bool
map_port(struct run *r, const char *argument)
{
	wasix_error err = { 0 };
	char *colon, *end;
	unsigned long host = strtoul(argument, &colon, 10);
	unsigned long guest = *colon == ':' ? strtoul(colon + 1, &end, 10) : 0;

	if (*colon != ':' || *end || end == colon + 1 || host > UINT16_MAX || guest > UINT16_MAX) {
		command_complain(&run_command,
			"--map-port '%s': HOST:GUEST is expected, two numbers", argument);
		return false;
	}
	return accepted(
		wasix_process_map_port(r->process, (unsigned)host, (unsigned)guest, &err), &err);
}

/* HOST[:GUEST]. What we opened ourselves is closed by an exec, so what is not was handed to us. */
static bool
hand_over(struct run *r, const char *argument)
{
	wasix_error err = { 0 };
	char *end;
	unsigned long host = strtoul(argument, &end, 10), guest = host;
	bool ok = end != argument && host <= INT_MAX;

	if (ok && *end == ':') {
		const char *second = end + 1;
		guest = strtoul(second, &end, 10);
		ok = end != second && guest <= INT_MAX;
	}
	if (!ok || *end || *argument == '-') {
		command_complain(&run_command,
			"--fd '%s': HOST or HOST:GUEST is expected, numbers of descriptors",
			argument);
		return false;
	}
	int flags = fcntl((int)host, F_GETFD);
	if (flags < 0 || flags & FD_CLOEXEC) {
		command_complain(&run_command, "--fd '%s': descriptor %lu was not handed to wasix",
			argument, host);
		return false;
	}
	return accepted(wasix_process_fd(r->process, (int)host, (uint32_t)guest, &err), &err);
}

static bool
add_env(struct run *r, const char *key_value)
{
	wasix_error err = { 0 };
	return accepted(wasix_process_env(r->process, key_value, &err), &err);
}

static bool
forward_environment(struct run *r)
{
	for (char **e = environ; *e; e++)
		if (!add_env(r, *e))
			return false;
	return true;
}

static void
write_trace(void *env, const char *text)
{
	fprintf(env, "%s\n", text);
}

/* [GROUPS][:FILE]. Lines reach the file one by one, so that it tells of a guest that hangs. */
static bool
start_trace(struct run *r, const char *argument)
{
	wasix_error err = { 0 };
	char *groups = strdup(argument ? argument : "");
	char *path = groups ? strchr(groups, ':') : NULL;

	if (path)
		*path++ = 0;
	if (r->trace && r->trace != stderr)
		fclose(r->trace);
	r->trace = path ? fopen(path, "we") : stderr;
	if (path && r->trace)
		setvbuf(r->trace, NULL, _IOLBF, 0);
	bool ok = groups && r->trace;
	if (!ok)
		command_complain(&run_command, "--trace: cannot write '%s': %s", path ? path : "",
			strerror(errno));
	ok = ok &&
	     accepted(wasix_process_trace(r->process, groups, write_trace, r->trace, &err), &err);
	free(groups);
	return ok;
}

/* Complains of what could not be written. */
static void
end_trace(struct run *r)
{
	bool failed = r->trace && (ferror(r->trace) || fflush(r->trace) != 0);
	if (failed && r->trace != stderr)
		command_complain(&run_command, "the trace is incomplete: it could not be written");
	if (r->trace && r->trace != stderr)
		fclose(r->trace);
}

static bool
take_flag(void *env, int id, const char *argument)
{
	struct run *r = env;
	double number;

	switch ((enum flag)id) {
	case FLAG_DIR:
		return mount_dir(r, argument);
	case FLAG_VOLUME:
		return mount_volume(r, argument);
	case FLAG_COMMAND:
		return map_command(r, argument);
	case FLAG_ENV:
		return add_env(r, argument);
	case FLAG_FORWARD_ENV:
		return forward_environment(r);
	case FLAG_CWD:
		r->cwd = argument;
		return true;
	case FLAG_NET:
		return grant(r, "net", argument);
	case FLAG_MAP_PORT:
		return map_port(r, argument);
	case FLAG_FD:
		return hand_over(r, argument);
	case FLAG_THREADS:
		return grant(r, "threads", argument);
	case FLAG_PROCESSES:
		return parse_number(&run_command, "max-processes", argument, &number) &&
		       grant(r, "process", argument);
	case FLAG_MEMORY:
		return take_size("max-memory", argument, &r->max_memory) &&
		       (wasix_process_max_memory(r->process, r->max_memory), true);
	case FLAG_FDS:
		return take_fd_limit(r, argument);
	case FLAG_OPEN_BYTES:
		return take_size("max-open-bytes", argument, &r->root_bytes);
	case FLAG_STACK:
		return take_stack(r, argument);
	case FLAG_TIMEOUT:
		return parse_number(&run_command, "timeout", argument, &r->timeout_s);
	case FLAG_INVOKE:
		r->invoke = argument;
		return true;
	case FLAG_TRACE:
		return start_trace(r, argument);
	case FLAG_NO_CACHE:
		r->engine.no_cache = true;
		return true;
	case FLAG_NO_WALL:
		r->no_wall = true;
		return true;
	}
	return false;
}

/* --- running --- */

/* 0x and 32 digits, the last lane first, as one number of 128 bits is written. */
static bool
parse_vector(const char *text, wasix_value *v)
{
	enum { DIGITS = 2 * sizeof v->of.v128 };

	if (strncmp(text, "0x", 2) != 0 || strspn(text + 2, "0123456789abcdefABCDEF") != DIGITS ||
		text[2 + DIGITS])
		return false;
	for (size_t i = 0; i < sizeof v->of.v128; i++) {
		char byte[3] = { text[DIGITS - 2 * i], text[DIGITS - 2 * i + 1] };
		v->of.v128[i] = (uint8_t)strtoul(byte, NULL, 16);
	}
	return true;
}

static bool
parse_value(const char *text, wasix_value *v)
{
	char *end;
	errno = 0;
	switch (v->kind) {
	case WASIX_I32:
		v->of.i32 = (int32_t)strtoll(text, &end, 0);
		break;
	case WASIX_I64:
		v->of.i64 =
			*text == '-' ? strtoll(text, &end, 0) : (int64_t)strtoull(text, &end, 0);
		break;
	case WASIX_F32:
		v->of.f32 = strtof(text, &end);
		break;
	case WASIX_F64:
		v->of.f64 = strtod(text, &end);
		break;
	case WASIX_V128:
		return parse_vector(text, v);
	default:
		return false;
	}
	return end != text && !*end && !errno;
}

static void
print_value(const wasix_value *v)
{
	switch (v->kind) {
	case WASIX_I32:
		printf("%" PRId32 "\n", v->of.i32);
		break;
	case WASIX_I64:
		printf("%" PRId64 "\n", v->of.i64);
		break;
	case WASIX_F32:
		printf("%.9g\n", (double)v->of.f32);
		break;
	case WASIX_F64:
		printf("%.17g\n", v->of.f64);
		break;
	case WASIX_V128:
		printf("0x");
		for (size_t i = sizeof v->of.v128; i-- > 0;)
			printf("%02x", v->of.v128[i]);
		putchar('\n');
		break;
	default:
		printf("%s\n", v->of.ref ? "reference" : "null");
		break;
	}
}

enum { INVOKE_VALUES_MAX = 16 };

/* Calls the export named by --invoke with the words after the module, and prints its results a line
 * each. */
static wasix_result
invoke(wasix_instance *instance, const char *name, int argc, char **argv, wasix_error *err)
{
	wasix_value args[INVOKE_VALUES_MAX], results[INVOKE_VALUES_MAX];
	wasix_functype type;
	wasix_extern item;

	err->code = WASIX_USAGE;
	if (!wasix_instance_export(instance, name, &item) || item.kind != WASIX_EXTERN_FUNC) {
		snprintf(err->text, sizeof err->text, "--invoke: no function '%s' is exported",
			name);
		return WASIX_USAGE;
	}
	wasix_func_type(item.of.func, &type);
	if ((int)type.param_count != argc || type.param_count > INVOKE_VALUES_MAX ||
		type.result_count > INVOKE_VALUES_MAX) {
		snprintf(err->text, sizeof err->text,
			"--invoke: '%s' takes %" PRIu32 " arguments, %d are given", name,
			type.param_count, argc);
		return WASIX_USAGE;
	}
	for (uint32_t i = 0; i < type.param_count; i++) {
		args[i].kind = type.params[i];
		if (!parse_value(argv[i], &args[i])) {
			snprintf(err->text, sizeof err->text,
				"--invoke: argument '%s' does not fit the type", argv[i]);
			return WASIX_USAGE;
		}
	}
	err->code = WASIX_OK;
	wasix_result result = wasix_func_call(
		item.of.func, args, type.param_count, results, type.result_count, err);
	for (uint32_t i = 0; result == WASIX_OK && i < type.result_count; i++)
		print_value(&results[i]);
	fflush(stdout);
	return result;
}

/* Kernels that refuse leave the root as it was: read-only. That is worth a line only to those who
 * asked for its size. */
static wasix_result
make_root(struct run *r, const wasix_module *module, wasix_error *err)
{
	wasix_error why = { 0 };
	wasix_result result = wasix_process_private_root(r->process, module, r->root_bytes, &why);

	if (result == WASIX_UNSUPPORTED) {
		if (r->root_bytes)
			command_complain(&run_command, "warning: --max-open-bytes: %s", why.text);
		return WASIX_OK;
	}
	if (result != WASIX_OK)
		*err = why;
	return result;
}

/* The guest runs behind as much of the second wall as the kernel has. */
static wasix_result
confine(struct run *r, const wasix_module *module, wasix_error *err)
{
	wasix_error missing = { 0 };
	wasix_result result =
		r->no_wall ? WASIX_OK : wasix_process_confine(r->process, module, &missing);

	if (result == WASIX_UNSUPPORTED) {
		command_complain(&run_command, "warning: %s (--no-second-wall says this is known)",
			missing.text);
		return WASIX_OK;
	}
	if (result != WASIX_OK)
		*err = missing;
	return result;
}

static int
exit_status(wasix_result result, int status, const char *path, const wasix_error *err)
{
	if (result == WASIX_OK)
		return status;
	if (result == WASIX_EXIT)
		return err->exit_code;
	report_error(&run_command, path, err);
	return result == WASIX_TRAP || result == WASIX_EXCEPTION ? STATUS_TRAP : STATUS_NOT_RUN;
}

/* A child that the guest forked ends here: there is nothing to tidy up that the kernel does not,
 * and touching it would copy page after page (bench/README, row "fork"). */
static void
leave_child(struct run *r, wasix_result result, int status, const wasix_error *err)
{
	if (!wasix_process_leave_child(r->process))
		return;
	status = exit_status(result, status, r->path, err);
	if (r->trace)
		end_trace(r);
	_exit(status);
}

/* One program of a process: the first one, or what an exec put in its place (argc 0). */
static wasix_result
run_program(struct run *r, wasix_engine *engine, wasix_module *module, int argc, char **argv,
	int *status, wasix_error *err)
{
	wasix_store *store = wasix_store_new(engine);
	wasix_instance *instance;

	if (!store)
		return WASIX_LIMIT;
	wasix_store_set_max_memory(store, r->max_memory);
	wasix_store_set_process(store, r->process);
	wasix_result result = wasix_instance_new(store, module, NULL, 0, &instance, err);
	if (result == WASIX_OK && r->invoke && argc)
		result = invoke(instance, r->invoke, argc - 1, argv + 1, err);
	else if (result == WASIX_OK)
		result = wasix_run(instance, status, err);
	leave_child(r, result, *status, err);
	wasix_store_delete(store);
	return result;
}

/* After one ended with result. */
static wasix_result
run_next_programs(
	struct run *r, wasix_engine *engine, wasix_result result, int *status, wasix_error *err)
{
	wasix_module *next;

	while ((next = wasix_process_next_module(r->process))) {
		*err = (wasix_error){ 0 };
		result = run_program(r, engine, next, 0, NULL, status, err);
	}
	return result;
}

/* A child process that another thread than the first forked has no other way out. */
static void
end_forked(void *env, wasix_result result, const wasix_error *err)
{
	struct run *r = env;
	wasix_error e = *err;
	int status = err->exit_code;

	if (result == WASIX_EXIT)
		result = WASIX_OK;
	result = run_next_programs(r, r->running, result, &status, &e);
	status = exit_status(result, status, r->path, &e);
	wasix_process_delete(r->process);
	end_trace(r);
	exit(status);
}

static wasix_result
run_module(struct run *r, const struct file *file, int argc, char **argv, int *status,
	wasix_error *err)
{
	wasix_engine *engine = wasix_engine_new(&r->engine);
	wasix_module *module = NULL;
	wasix_result result = WASIX_LIMIT;

	r->running = engine;
	wasix_process_on_forked_end(r->process, end_forked, r);
	wasix_process_exit_children_at_once(r->process, true);
	if (engine)
		result = wasix_module_new(engine, file->bytes, file->len, &module, err);
	if (result == WASIX_OK)
		result = wasix_module_compile(module, err);
	if (result == WASIX_OK)
		run_watch(r->process, r->timeout_s);
	if (result == WASIX_OK)
		result = make_root(r, module, err);
	if (result == WASIX_OK)
		result = wasix_process_devices(r->process, module, err);
	if (result == WASIX_OK && !r->no_wall && wasix_process_starts_programs(r->process, module))
		result = wasix_engine_start_broker(engine, err);
	if (result == WASIX_OK)
		wasix_process_watch_terminal(r->process, module);
	if (result == WASIX_OK)
		result = confine(r, module, err);
	if (result == WASIX_OK)
		result = run_program(r, engine, module, argc, argv, status, err);
	result = run_next_programs(r, engine, result, status, err);
	wasix_module_delete(module);
	run_watch_end();
	wasix_process_delete(r->process); /* its programs are the engine's */
	r->process = NULL;
	wasix_engine_delete(engine);
	return result;
}

static void
print_notice(void *env, const char *text)
{
	command_complain(env, "%s", text);
}

/* Everything the guest may see that is not a flag: its arguments, its working directory. */
static bool
prepare(struct run *r, int argc, char **argv)
{
	wasix_error err = { 0 };
	if (r->cwd && !accepted(wasix_process_cwd(r->process, r->cwd, &err), &err))
		return false;
	for (int i = 0; i < argc; i++)
		if (!accepted(wasix_process_arg(r->process, argv[i], &err), &err))
			return false;
	return true;
}

int
run_main(int argc, char **argv)
{
	static struct command run_env; /* what the callbacks print as */
	struct run r = { .process = wasix_process_new() };
	struct file file = { 0 };
	wasix_error err = { 0 };
	int status = 0;

	run_ignore_pipes();
	run_env = run_command;
	r.engine = (wasix_engine_options){
		.progress = report_progress, .warn = report_warning, .env = &run_env
	};
	if (!r.process) {
		command_complain(&run_command, "out of memory");
		return STATUS_NOT_RUN;
	}
	wasix_process_on_notice(r.process, print_notice, &run_env);
	int first = options_parse(&run_command, argc, argv, take_flag, &r, &status);
	if (first == argc) {
		command_complain(&run_command, "no module is given (see wasix run --help)");
		status = run_command.usage_status;
	} else if (first >= 0) {
		status = STATUS_NOT_RUN;
		if (prepare(&r, argc - first, argv + first))
			status = file_read(&run_command, argv[first], &file);
		if (file.bytes) {
			r.path = argv[first];
			wasix_result result =
				run_module(&r, &file, argc - first, argv + first, &status, &err);
			status = exit_status(result, status, argv[first], &err);
		}
	}
	wasix_process_delete(r.process);
	end_trace(&r);
	file_free(&file);
	return status;
}
