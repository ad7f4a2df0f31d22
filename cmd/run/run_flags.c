/* run_flags.c -- the flags of `wasix run`, and what each one grants or bounds. */
#include "options.h"
#include "run.h"
#include "run_limits.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

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

bool
run_accepted(wasix_result result, const wasix_error *err)
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

	if (host && !*host) {
		command_complain(&run_command, "--dir '%s': a directory is expected", argument);
		free(host);
		return false;
	}
	bool ok = host && run_accepted(wasix_process_mount(r->process, host,
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
	if (!guest || !*guest || !*host)
		command_complain(&run_command,
			"--volume '%s': HOST:GUEST or HOST:GUEST:ro is expected", argument);
	else
		ok = run_accepted(
			wasix_process_mount(r->process, host, guest, read_only, &err), &err);
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
		ok = run_accepted(wasix_process_command(r->process, name, equals + 1, &err), &err);
	free(name);
	return ok;
}

/* 64K, 16M, 2G (or small letters) or plain bytes; 0 is refused. */
static bool
parse_size(const char *text, uint64_t *out)
{
	static const char UNITS[] = "KMG";
	char *end;
	errno = 0;
	unsigned long long n = strtoull(text, &end, 10);
	const char *unit = *end ? strchr(UNITS, toupper((unsigned char)*end)) : NULL;
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
		!run_accepted(wasix_process_max_fds(r->process, (uint32_t)count, &err), &err))
		return false;
	run_raise_fds((uint32_t)count);
	return true;
}

static bool
grant(struct run *r, const char *capability, const char *argument)
{
	wasix_error err = { 0 };
	return run_accepted(wasix_process_grant(r->process, capability, argument, &err), &err);
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
	return run_accepted(
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
		command_complain(&run_command,
			"--fd '%s': descriptor %lu was not handed to wasix, or is named twice",
			argument, host);
		return false;
	}
	return run_accepted(wasix_process_fd(r->process, (int)host, (uint32_t)guest, &err), &err);
}

static bool
add_env(struct run *r, const char *key_value)
{
	wasix_error err = { 0 };
	return run_accepted(wasix_process_env(r->process, key_value, &err), &err);
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
	     run_accepted(
		     wasix_process_trace(r->process, groups, write_trace, r->trace, &err), &err);
	free(groups);
	return ok;
}

void
run_end_trace(struct run *r)
{
	bool failed = r->trace && (ferror(r->trace) || fflush(r->trace) != 0);
	if (failed && r->trace != stderr)
		command_complain(&run_command, "the trace is incomplete: it could not be written");
	if (r->trace && r->trace != stderr)
		fclose(r->trace);
}

bool
run_take_flag(void *env, int id, const char *argument)
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
