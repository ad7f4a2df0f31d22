/* fuzz_host.c -- libFuzzer target: a sequence of host calls, each any row of functions.def or of
 * extensions.def with any arguments, on a process with a directory to itself.
 *
 * The first byte of an input says how the process is set up (grants, trace). Then each step is a
 * row and its arguments, or a change of memory. Arguments are biased to what is near a border:
 * small descriptors, paths that exist, the end of memory, the room that is left, powers of two.
 * After each call the result must be an errno; at the end every open descriptor must lie below a
 * mount, what is outside of the mounts must be as it was, and no descriptor of the host may be left
 * over.
 */
#include "fuzz_host.h"

#include "extension.h"
#include "fuzz_scratch.h"
#include "guest.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

/* First byte of a step; what is less begins a row's number. */
enum { STEP_EXTENSION = 0xf0, STEP_MEMORY = 0xf8 };
enum { EXTENSION_BYTES = 2 * EXTENSION_ARGUMENTS + 4, CALL_BYTES_MAX = 32 };
enum { CALLS_MAX = 64, FILE_BYTES_MAX = 1 << 20 };

/* What lives as long as the fuzzer. */
static wasix_engine *engine;
static wasix_module *module;
static int terminal;
static int guest_terminal; /* the guest's 2: it does not close what it was given */
static int first_free;     /* lowest host descriptor that was not open before the input */
static bool is_isolated;   /* there is a network that nobody else is on */

struct guest G;

/* --- set-up --- */

static void
fill_scratch(void)
{
	size_t len;

	scratch_file("in/f", "text of f");
	scratch_directory("in/d");
	scratch_file("in/d/g", "text of g");
	scratch_directory("in/sub");
	scratch_link("f", "in/link");
	scratch_link("d", "in/dlink");
	scratch_link("../out", "in/up");
	scratch_link(scratch_path("out/secret"), "in/outside");
	scratch_link("loop", "in/loop");
	const uint8_t *program = program_module(&len);
	scratch_program("in/program", program, len);
	scratch_program("in/script", "#! program with\n", 16);
	scratch_fifo("in/pipe");
}

static void
ignore_line(void *env, const char *text)
{
	(void)env;
	require(text != NULL, "a line without text");
}

static void
mount_or_die(const char *host, const char *name, bool read_only)
{
	wasix_error err = { 0 };
	require(wasix_process_mount(G.process, scratch_path(host), name, read_only, &err) ==
			WASIX_OK,
		err.text);
}

/* The guest's 0-2 are not the fuzzer's: a socket, a file that is only written, a terminal. */
static void
replace_stdio(void)
{
	int host[3];
	int pair[2];

	require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "no socket pair");
	(void)!write(pair[1], "a line of input\n", 16);
	close(pair[1]);
	host[0] = pair[0];
	host[1] = open("/dev/null", O_WRONLY | O_CLOEXEC);
	host[2] = guest_terminal = fcntl(terminal, F_DUPFD_CLOEXEC, 0);
	for (uint32_t fd = 0; fd < 3; fd++) {
		struct file *f = file_new(host[fd],
			fd == 0 ? ABI_FILETYPE_SOCKET_STREAM : ABI_FILETYPE_CHARACTER_DEVICE, NULL,
			NULL, NULL);
		f->stdio = fd == 2;
		uint32_t number;
		(void)fd_remove(G.process, fd);
		require(fd_add(G.process, f, RIGHTS_CHECKED, 0, 0, fd, &number) == 0 &&
				number == fd,
			"no descriptor");
	}
}

static int
lowest_free(void)
{
	int fd = fcntl(terminal, F_DUPFD_CLOEXEC, 0);
	close(fd);
	return fd;
}

static void
guest_start(uint8_t how)
{
	wasix_error err = { 0 };
	wasix_extern item;

	G = (struct guest){ .store = wasix_store_new(engine), .process = wasix_process_new() };
	memset(G.process->has_stdio, 0, sizeof G.process->has_stdio);
	mount_or_die("in", "/rw", false);
	mount_or_die("ro", "/ro", true);
	if (how & 1)
		mount_or_die("ro/d", "/rw/sub", true);
	require(wasix_process_cwd(G.process, "/rw", &err) == WASIX_OK, err.text);
	(void)wasix_process_arg(G.process, "guest", &err);
	(void)wasix_process_arg(G.process, "argument", &err);
	(void)wasix_process_env(G.process, "KEY=value", &err);
	wasix_process_on_notice(G.process, ignore_line, NULL);
	if (how & 2) {
		if (is_isolated)
			(void)wasix_process_grant(G.process, "net", NULL, &err);
		(void)wasix_process_grant(G.process, "threads", NULL, &err);
	}
	if (how & 4)
		require(wasix_process_trace(G.process, "", ignore_line, NULL, &err) == WASIX_OK,
			err.text);
	wasix_store_set_process(G.store, G.process);
	G.process->no_openat2 = how & 8;
	replace_stdio();
	require(wasix_instance_new(G.store, module, NULL, 0, &G.instance, &err) == WASIX_OK,
		err.text);
	G.process->wasix = how & 16;
	require(wasix_instance_export(G.instance, "memory", &item), "no memory");
	G.memory = item.of.memory;
	fill_memory();
}

static void
guest_end(void)
{
	for (uint32_t fd = 0; fd < G.process->fds.count; fd++) {
		const struct file *f = G.process->fds.entries[fd].file;
		if (f && f->host >= 0 && f->mount)
			scratch_check_descriptor(f->host);
	}
	process_report_refusals(G.process);
	wasix_store_delete(G.store);
	wasix_process_delete(G.process);
	close(guest_terminal);
	require(lowest_free() == first_free, "a descriptor of the host is left open");
	tree_end();
	scratch_check();
	scratch_clear();
}

/* --- calls --- */

static void
watch(bool now)
{
	waiting_is_short(now);
	tree_watch(now);
}

static void
check_result(const struct abi_row *row, const wasix_value *result)
{
	int32_t n = result->of.i32;

	if (row->result == RESULT_tid_or_err)
		n = n < 0 ? -n : 0;
	require(row->result == RESULT_none || (n & 0xffff) <= ABI_ERRNO_PENDING,
		"a result is no errno");
}

/* false: the guest has ended. */
static bool
call(size_t index, const wasix_value *args)
{
	const struct abi_row *row = abi_row_at(index);
	wasix_value result = { .kind = WASIX_I32 };
	wasix_error err = { 0 };
	wasix_extern item;

	require(wasix_instance_export_at(G.instance, index, &item), "a row is not exported");
	watch(true);
	wasix_result r = wasix_func_call(
		item.of.func, args, row->type.param_count, &result, row->type.result_count, &err);
	watch(false);
	if (r == WASIX_OK)
		check_result(row, &result);
	require(r == WASIX_OK || r == WASIX_TRAP || r == WASIX_EXIT, "a call ends oddly");
	require(r != WASIX_TRAP || err.text[0], "a trap without a text");
	return r == WASIX_OK;
}

static bool
call_row(struct input *in)
{
	size_t index = take_bytes(in, 2) % abi_row_count();
	const struct abi_row *row = abi_row_at(index);
	wasix_value args[32];

	for (uint32_t i = 0; i < row->type.param_count; i++)
		args[i] = take_argument(in, &row->params[i], row->type.params[i]);
	return call(index, args);
}

static bool
call_extension(struct input *in)
{
	const struct abi_row *carrier = abi_row_find("wasix_32v1", "call_dynamic");
	wasix_value args[32];

	take(in);
	take_extension(in, take(in) % extension_count(), args);
	bool goes_on = call((size_t)(carrier - abi_row_at(0)), args);
	if (goes_on)
		check_extension();
	return goes_on;
}

static bool
step(struct input *in)
{
	if (*in->at < STEP_EXTENSION)
		return call_row(in);
	if (*in->at < STEP_MEMORY)
		return call_extension(in);
	take(in);
	change_memory(in);
	return true;
}

/* What exec left, as the run loop does. */
static void
run_programs(void)
{
	wasix_instance *instance;
	wasix_module *next;
	wasix_error err = { 0 };
	int status;

	while ((next = wasix_process_next_module(G.process))) {
		watch(true);
		if (wasix_instance_new(G.store, next, NULL, 0, &instance, &err) == WASIX_OK)
			(void)wasix_run(instance, &status, &err);
		watch(false);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	uint8_t how = take(&in);

	waiting_begins();
	tree_begin();
	first_free = lowest_free();
	fill_scratch();
	guest_start(how);
	for (int calls = 0; calls < CALLS_MAX && in.at < in.end && step(&in); calls++)
		;
	run_programs();
	guest_end();
	return 0;
}

/* The first bytes of a sound call: of the row, or from there on of the extension. How many more it
 * takes; 0: the row does nothing yet. */
static size_t
call_begin(size_t index, uint8_t **out)
{
	if (index < abi_row_count()) {
		const struct abi_row *row = abi_row_at(index);
		*(*out)++ = (uint8_t)(index >> 8);
		*(*out)++ = (uint8_t)index;
		return row->status == STATUS_STUB ? 0 : row->type.param_count;
	}
	*(*out)++ = STEP_EXTENSION;
	*(*out)++ = (uint8_t)(index - abi_row_count());
	return EXTENSION_BYTES;
}

/* One more call with sound arguments, of a row that does something: small bytes, as many as it
 * takes at most. Sequences of such calls get far into the handlers; the library's own mutations
 * make them odd. */
size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	uint8_t *out = data + size;

	if (seed % 2 || size == 0 || size + CALL_BYTES_MAX > max)
		return LLVMFuzzerMutate(data, size, max);
	size_t more = call_begin(seed / 2 % (abi_row_count() + extension_count()), &out);
	if (!more)
		return LLVMFuzzerMutate(data, size, max);
	while (more-- > 0) {
		seed = seed * 1103515245 + 12345;
		*out++ = (uint8_t)((seed >> 16) % 0x60);
	}
	return (size_t)(out - data);
}

/* The other side is never read: what does not fit is dropped. */
static int
open_terminal(void)
{
	int other = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	require(other >= 0 && grantpt(other) == 0 && unlockpt(other) == 0, "no terminal");
	return open(ptsname(other), O_RDWR | O_NOCTTY | O_CLOEXEC);
}

static wasix_module *
compiled(const uint8_t *bytes, size_t len)
{
	wasix_error err = { 0 };
	wasix_module *m;

	wasix_result r = wasix_module_new(engine, bytes, len, &m, &err);
	if (r == WASIX_OK)
		r = wasix_module_compile(m, &err);
	require(r == WASIX_OK, err.text);
	return m;
}

/* The engine takes the signals of faults at the first call: from then on each input finds them as
 * they are in a runtime that has run. */
static void
run_once(wasix_module *program)
{
	wasix_store *store = wasix_store_new(engine);
	wasix_process *process = wasix_process_new();
	wasix_instance *instance;
	wasix_error err = { 0 };
	int status;

	wasix_store_set_process(store, process);
	require(wasix_instance_new(store, program, NULL, 0, &instance, &err) == WASIX_OK, err.text);
	require(wasix_run(instance, &status, &err) == WASIX_OK, err.text);
	wasix_store_delete(store);
	wasix_process_delete(process);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const struct rlimit small = { FILE_BYTES_MAX, FILE_BYTES_MAX };
	size_t len;

	(void)argc;
	(void)argv;
	is_isolated = tree_isolate();
	scratch_make();
	scratch_file("out/secret", "secret");
	scratch_file("ro/f", "text of f");
	scratch_directory("ro/d");
	scratch_file("ro/d/f", "text below ro");
	scratch_link("f", "ro/link");
	scratch_remember();
	engine = wasix_engine_new(&(wasix_engine_options){ .compiler_path = FUZZ_COMPILER });
	wasix_module *program = compiled(program_module(&len), len);
	run_once(program);
	wasix_module_delete(program);
	module = compiled(guest_module(&len), len);
	setrlimit(RLIMIT_FSIZE, &small); /* the compiled module is in the cache by now */
	terminal = open_terminal();
	return 0;
}
