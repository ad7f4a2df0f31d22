/* fuzz_host.c -- libFuzzer target: a sequence of host calls, each any row of functions.def with any
 * arguments, on a process with a directory to itself.
 *
 * The first byte of an input says how the process is set up (grants, trace). Then each step is a
 * row and its arguments, or a change of memory. Arguments are biased to what is near a border:
 * small descriptors, paths that exist, the end of memory, the room that is left, powers of two.
 * After each call the result must be an errno; at the end every open descriptor must lie below a
 * mount, what is outside of the mounts must be as it was, and no descriptor of the host may be left
 * over.
 */
#include "fuzz_host.h"

#include "fuzz_scratch.h"
#include "guest.h"

#include <fcntl.h>
#include <signal.h>
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

/* Places in the guest's memory. */
enum {
	AT_PATHS = 1024, /* one every PATH_SPACE */
	PATH_SPACE = 64,
	AT_LONG = 8192, /* a path of LONG_PATH bytes */
	LONG_PATH = 5000,
	AT_IOV = 16384, /* IOV_COUNT sound buffers */
	IOV_COUNT = 4,
	AT_SUBSCRIPTIONS = 17408,
	AT_BUF = 32768,
	BUF_SIZE = 4096,
	CALLS_MAX = 64,
	FILE_BYTES_MAX = 1 << 20,
};

static const char *const PATHS[] = { "f", "d", "d/g", ".", "..", "/", "link", "dlink", "dlink/g",
	"up", "up/secret", "outside", "loop", "new", "d/new", "new/x", "/ro/f", "/ro", "/ro/new",
	"../ro/d", "/rw/f", "/rw/d/../f", "../../..", "d/.", "f/", "d/", "socket", "sub", "sub/f",
	"/rw/sub/../d", "memory", "quiet", "again", "a//b", "./sub/.", "dlink/..",
	"/rw/../rw/new" };

enum { PATH_COUNT = sizeof PATHS / sizeof *PATHS };

/* What lives as long as the fuzzer. */
static wasix_engine *engine;
static wasix_module *module;
static int terminal;
static int guest_terminal; /* the guest's 2: it does not close what it was given */
static int first_free;     /* lowest host descriptor that was not open before the input */

/* The guest of one input. */
static struct guest {
	wasix_store *store;
	wasix_process *process;
	wasix_instance *instance;
	struct wasix_memory *memory;
	uint32_t last_pointer, last_len; /* of the arguments taken so far */
} G;

/* --- input --- */

struct input {
	const uint8_t *at, *end;
};

static uint8_t
take(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

static uint64_t
take_bytes(struct input *in, int count)
{
	uint64_t v = 0;
	while (count-- > 0)
		v = v << 8 | take(in);
	return v;
}

static uint32_t
memory_size(void)
{
	return (uint32_t)memory_bytes(G.memory);
}

/* Mostly the preopens and what was opened behind them. */
static uint32_t
take_descriptor(struct input *in)
{
	static const uint32_t ODD[] = { UINT32_MAX, FD_LIMIT - 1, FD_LIMIT, 0x80000000, 100, 1000 };
	uint8_t pick = take(in);
	if (pick < 0x60)
		return 3 + pick % 3;
	if (pick < 0xf0)
		return pick % 12;
	return pick < 0xfa ? ODD[pick % (sizeof ODD / sizeof *ODD)] : (uint32_t)take_bytes(in, 4);
}

/* Where something of the type lies; the size that goes with it is remembered. */
static uint32_t
sound_pointer(const char *type, uint8_t pick)
{
	if (strcmp(type, "u8") == 0) {
		G.last_len = (uint32_t)strlen(PATHS[pick % PATH_COUNT]);
		return AT_PATHS + pick % PATH_COUNT * PATH_SPACE;
	}
	if (strcmp(type, "iovec") == 0 || strcmp(type, "ciovec") == 0) {
		G.last_len = IOV_COUNT - pick % IOV_COUNT;
		return AT_IOV;
	}
	if (strncmp(type, "subscription", 12) == 0) {
		G.last_len = 1 + pick % 2;
		return AT_SUBSCRIPTIONS;
	}
	G.last_len = 64;
	return AT_BUF + pick % 8 * 64;
}

static uint32_t
take_pointer(struct input *in, const char *type)
{
	uint8_t pick = take(in);
	uint32_t low = pick & 15;

	if (pick < 0xa0)
		return sound_pointer(type, pick);
	G.last_len = low;
	switch (pick >> 4) {
	case 0xa:
		G.last_len = LONG_PATH - low * 256;
		return AT_LONG;
	case 0xb:
		return memory_size() - low;
	case 0xc:
		return low;
	case 0xd:
		return UINT32_MAX - low;
	case 0xe:
		return memory_size() + low * 4096;
	default:
		return (uint32_t)take_bytes(in, 4);
	}
}

static uint32_t
take_size(struct input *in)
{
	uint8_t pick = take(in);
	uint32_t low = pick & 15;

	if (pick < 0xa0)
		return G.last_len;
	switch (pick >> 4) {
	case 0xa:
		return low;
	case 0xb:
		return memory_size() - G.last_pointer + low - 4;
	case 0xc:
		return (low & 8 ? GUEST_PATH_MAX : GUEST_IOV_MAX) + (low & 7) - 4;
	case 0xd:
		return UINT32_MAX - low;
	case 0xe:
		return 1u << 2 * low;
	default:
		return (uint32_t)take_bytes(in, 4);
	}
}

static uint64_t
take_long(struct input *in)
{
	uint8_t pick = take(in);
	uint64_t low = pick & 31;

	switch (pick >> 5) {
	case 0:
		return low;
	case 1:
		return UINT64_MAX - low;
	case 2:
		return (uint64_t)INT64_MAX - low;
	case 3:
		return UINT64_C(1) << (2 * low);
	case 4:
		return UINT64_C(1) << 63 | low;
	case 5:
		return RIGHTS_ALL;
	case 6:
		return low * 1000;
	default:
		return take_bytes(in, 8);
	}
}

static uint32_t
take_number(struct input *in)
{
	uint8_t pick = take(in);
	if (pick < 0xc0)
		return pick;
	return pick < 0xe0 ? UINT32_MAX - (pick & 31) : (uint32_t)take_bytes(in, 4);
}

static wasix_value
take_argument(struct input *in, const struct abi_param *p, uint8_t kind)
{
	wasix_value v = { .kind = (wasix_kind)kind };

	if (kind == WASIX_I64) {
		v.of.i64 = (int64_t)take_long(in);
		return v;
	}
	if (p->pointer)
		v.of.i32 = (int32_t)(G.last_pointer = take_pointer(in, p->type));
	else if (strcmp(p->type, "fd") == 0)
		v.of.i32 = (int32_t)take_descriptor(in);
	else if (strcmp(p->type, "usize") == 0)
		v.of.i32 = (int32_t)take_size(in);
	else
		v.of.i32 = (int32_t)take_number(in);
	return v;
}

/* --- the guest's memory --- */

static void
store_bytes(uint32_t at, const void *bytes, size_t len)
{
	(void)memory_write(G.memory, at, bytes, len);
}

static void
fill_memory(void)
{
	char path[LONG_PATH];
	struct abi_subscription waits[2] = {
		{ .userdata = 1,
			.u = { .tag = ABI_EVENTTYPE_CLOCK,
				.u.clock = { .id = ABI_CLOCKID_MONOTONIC, .timeout = 1000 } } },
		{ .userdata = 2,
			.u = { .tag = ABI_EVENTTYPE_FD_READ,
				.u.fd_read = { .file_descriptor = 0 } } },
	};

	for (uint32_t i = 0; i < PATH_COUNT; i++)
		store_bytes(AT_PATHS + i * PATH_SPACE, PATHS[i], strlen(PATHS[i]));
	for (uint32_t i = 0; i < sizeof path; i += 2)
		memcpy(path + i, i % 256 == 254 ? "//" : "d/", 2);
	store_bytes(AT_LONG, path, sizeof path);
	for (uint32_t i = 0; i < IOV_COUNT; i++) {
		struct abi_iovec v = { AT_BUF + i * BUF_SIZE, 16u << i };
		store_bytes(AT_IOV + i * (uint32_t)sizeof v, &v, sizeof v);
	}
	store_bytes(AT_SUBSCRIPTIONS, waits, sizeof waits);
}

/* A few bytes of the input, or a list of buffers. */
static void
change_memory(struct input *in)
{
	uint32_t at = take_pointer(in, "u8");
	uint8_t count = take(in);

	if (count & 0x80) {
		for (uint32_t i = 0; i < (count & 7u); i++) {
			struct abi_iovec v = { .buf = take_pointer(in, "") };
			G.last_pointer = v.buf;
			v.buf_len = take_size(in);
			store_bytes(AT_IOV + i * (uint32_t)sizeof v, &v, sizeof v);
		}
		return;
	}
	for (uint32_t i = 0; i < (count & 31u); i++) {
		uint8_t byte = take(in);
		store_bytes(at + i, &byte, 1);
	}
}

/* --- set-up --- */

static void
fill_scratch(void)
{
	scratch_file("in/f", "text of f");
	scratch_directory("in/d");
	scratch_file("in/d/g", "text of g");
	scratch_directory("in/sub");
	scratch_link("f", "in/link");
	scratch_link("d", "in/dlink");
	scratch_link("../out", "in/up");
	scratch_link(scratch_path("out/secret"), "in/outside");
	scratch_link("loop", "in/loop");
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
	scratch_check();
	scratch_clear();
}

/* --- calls --- */

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
call_row(struct input *in)
{
	size_t index = take_bytes(in, 2) % abi_row_count();
	const struct abi_row *row = abi_row_at(index);
	wasix_value args[32], result = { .kind = WASIX_I32 };
	wasix_error err = { 0 };
	wasix_extern item;

	for (uint32_t i = 0; i < row->type.param_count; i++)
		args[i] = take_argument(in, &row->params[i], row->type.params[i]);
	require(wasix_instance_export_at(G.instance, index, &item), "a row is not exported");
	waiting_is_short(true);
	wasix_result r = wasix_func_call(
		item.of.func, args, row->type.param_count, &result, row->type.result_count, &err);
	waiting_is_short(false);
	if (r == WASIX_OK)
		check_result(row, &result);
	require(r == WASIX_OK || r == WASIX_TRAP || r == WASIX_EXIT, "a call ends oddly");
	require(r != WASIX_TRAP || err.text[0], "a trap without a text");
	return r == WASIX_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	uint8_t how = take(&in);

	waiting_begins();
	first_free = lowest_free();
	fill_scratch();
	guest_start(how);
	for (int calls = 0; calls < CALLS_MAX && in.at < in.end; calls++) {
		if (*in.at >= 0xf8) {
			take(&in);
			change_memory(&in);
		} else if (!call_row(&in)) {
			break;
		}
	}
	guest_end();
	return 0;
}

/* One more call with sound arguments, of a row that does something: one byte for each. Sequences of
 * such calls get far into the handlers; the library's own mutations make them odd. */
size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	size_t index = seed / 2 % abi_row_count();
	const struct abi_row *row = abi_row_at(index);
	size_t len = 2 + row->type.param_count;

	if (seed % 2 || row->status == STATUS_STUB || size == 0 || size + len > max)
		return LLVMFuzzerMutate(data, size, max);
	uint8_t *out = data + size;
	*out++ = (uint8_t)(index >> 8);
	*out++ = (uint8_t)index;
	for (uint32_t i = 0; i < row->type.param_count; i++) {
		seed = seed * 1103515245 + 12345;
		*out++ = (uint8_t)((seed >> 16) % 0x60);
	}
	return size + len;
}

/* The other side is never read: what does not fit is dropped. */
static int
open_terminal(void)
{
	int other = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	require(other >= 0 && grantpt(other) == 0 && unlockpt(other) == 0, "no terminal");
	return open(ptsname(other), O_RDWR | O_NOCTTY | O_CLOEXEC);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const struct rlimit small = { FILE_BYTES_MAX, FILE_BYTES_MAX };
	wasix_error err = { 0 };
	size_t len;

	(void)argc;
	(void)argv;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	scratch_make();
	scratch_file("out/secret", "secret");
	scratch_file("ro/f", "text of f");
	scratch_directory("ro/d");
	scratch_file("ro/d/f", "text below ro");
	scratch_link("f", "ro/link");
	scratch_remember();
	engine = wasix_engine_new(&(wasix_engine_options){ .compiler_path = FUZZ_COMPILER });
	const uint8_t *bytes = guest_module(&len);
	wasix_result r = wasix_module_new(engine, bytes, len, &module, &err);
	if (r == WASIX_OK)
		r = wasix_module_compile(module, &err);
	require(r == WASIX_OK, err.text);
	setrlimit(RLIMIT_FSIZE, &small); /* the compiled module is in the cache by now */
	terminal = open_terminal();
	return 0;
}
