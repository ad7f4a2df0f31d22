/* table.c -- functions.def as descriptors: what link.c gets for an import, and what answers where a
 * handler may not or does not exist yet.
 *
 * Three entries can stand behind a row: the handler; a stub, which answers ENOTSUP; a refusal,
 * which answers NOTCAPABLE because the command line did not grant what the row needs. Stubs and
 * refusals are functions of their own for each row, so a handler that is called directly costs
 * nothing and these know who they are.
 */
#include "dl.h"
#include "extension.h"
#include "signals.h"
#include "stack.h"
#include "thread.h"
#include "trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- answers --- */

/* The index of the row on this line of functions.def. */
static size_t row_of_line(unsigned line);

/* True the first time for a row and process. */
static bool
first_time(struct wasix_process *p, size_t row)
{
	if (!p->notice || !p->noted)
		return false;
	atomic_store(&p->has_noted, true);
	return !atomic_fetch_or(&p->noted[row], 1);
}

static wasix_errno
answer_stub(struct wasix_caller *c, unsigned line)
{
	struct wasix_process *p = caller_process(c);
	size_t index = row_of_line(line);
	const struct abi_row *row = abi_row_at(index);
	char text[160];

	if (first_time(p, index)) {
		snprintf(text, sizeof text, "%s.%s is not implemented yet", row->module, row->name);
		p->notice(p->notice_env, text);
	}
	return ABI_ERRNO_NOTSUP;
}

/* Refusals are reported when the process ends: the guest may well do without. */
static wasix_errno
answer_refuse(struct wasix_caller *c, unsigned line)
{
	(void)first_time(caller_process(c), row_of_line(line));
	return ABI_ERRNO_NOTCAPABLE;
}

/* A function without a result cannot answer: the guest cannot go on. */
[[noreturn]] static void
answer_none(struct wasix_caller *c, unsigned line, const char *what)
{
	const struct abi_row *row = abi_row_at(row_of_line(line));
	char text[160];
	snprintf(text, sizeof text, "%s.%s %s", row->module, row->name, what);
	caller_trap(c, text);
}

#define ANSWER_STUB_err        return answer_stub(c, __LINE__)
#define ANSWER_STUB_tid_or_err return -(int32_t)answer_stub(c, __LINE__)
#define ANSWER_STUB_none       answer_none(c, __LINE__, "is not implemented yet")

#define ANSWER_REFUSE_err        return answer_refuse(c, __LINE__)
#define ANSWER_REFUSE_tid_or_err return -(int32_t)answer_refuse(c, __LINE__)
#define ANSWER_REFUSE_none       answer_none(c, __LINE__, "was not granted")

/* One function a row, named by its line. Parameters are not declared with names, since none is
 * used. */
#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_(a, b)
#define ROW_FUNCTION(prefix, answer, result, params)                      \
	[[maybe_unused]] static H_##result PASTE(prefix, __LINE__) params \
	{                                                                 \
		answer##_##result;                                        \
	}

#define P(type, name)   H_##type
#define PTR(type, name) wasix_gptr
#define FNAS(module, result, import_name, handler, needs, status, summary, ...)        \
	ROW_FUNCTION(stub_, ANSWER_STUB, result,                                       \
		([[maybe_unused]] struct wasix_caller * c __VA_OPT__(, ) __VA_ARGS__)) \
	ROW_FUNCTION(refuse_, ANSWER_REFUSE, result,                                   \
		([[maybe_unused]] struct wasix_caller * c __VA_OPT__(, ) __VA_ARGS__))
#include "functions.def"

/* --- types --- */

/* Value type of each parameter type: 64-bit numbers are i64, all else is i32. */
enum {
	KIND_u8 = WASIX_I32,
	KIND_u16 = WASIX_I32,
	KIND_u32 = WASIX_I32,
	KIND_i32 = WASIX_I32,
	KIND_u64 = WASIX_I64,
	KIND_i64 = WASIX_I64,
#define SCALAR(name, number, text) KIND_##name = KIND_##number,
#define ENUM(name, NAME, number)   KIND_##name = KIND_##number,
#define FLAGS(name, NAME, number)  KIND_##name = KIND_##number,
#include "types.def"
};

static const uint8_t RESULT_KIND[] = { WASIX_I32 };

enum { RESULTS_err = 1, RESULTS_tid_or_err = 1, RESULTS_none = 0 };

/* --- rows --- */

#define MODULE(token, text, help) static const char MODULE_##token[] = text;
#include "modules.def"

/* Value types of each row's parameters; a 0 ends them, so that no array is empty. */
#define P(type, name)   KIND_##type
#define PTR(type, name) WASIX_I32
#define FNAS(module, result, import_name, handler, needs, status, summary, ...) \
	static const uint8_t PASTE(KINDS_, __LINE__)[] = { __VA_ARGS__ __VA_OPT__(, ) 0 };
#include "functions.def"

#define P(type, name)   { #type, #name, false }
#define PTR(type, name) { #type, #name, true }
#define FNAS(module, result, import_name, handler, needs, status, summary, ...) \
	static const struct abi_param PASTE(                                    \
		PARAMS_, __LINE__)[] = { __VA_ARGS__ __VA_OPT__(, ){ .name = "" } };
#include "functions.def"

#define ENTRY_DONE(handler)    host_##handler
#define ENTRY_PARTIAL(handler) host_##handler
#define ENTRY_STUB(handler)    PASTE(stub_, __LINE__)

#define P(type, name)   0
#define PTR(type, name) 0
#define FNAS(module_, result_, import_name, handler, needs_, status_, summary_, ...) \
	{                                                                            \
		.module = MODULE_##module_,                                          \
		.name = import_name,                                                 \
		.summary = summary_,                                                 \
		.result = RESULT_##result_,                                          \
		.needs = CAP_##needs_,                                               \
		.status = STATUS_##status_,                                          \
		.type = { .params = PASTE(KINDS_, __LINE__),                         \
			.results = RESULT_KIND,                                      \
			.param_count = sizeof PASTE(KINDS_, __LINE__) - 1,           \
			.result_count = RESULTS_##result_ },                         \
		.params = PASTE(PARAMS_, __LINE__),                                  \
		.entry = (void (*)(void))ENTRY_##status_(handler),                   \
		.refuse = (void (*)(void))PASTE(refuse_, __LINE__),                  \
		.line = __LINE__,                                                    \
	},
static const struct abi_row ROWS[] = {
#include "functions.def"
};

enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };

static size_t
row_of_line(unsigned line)
{
	/* rows stand in the order of their lines */
	size_t low = 0, high = ROW_COUNT;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (ROWS[middle].line <= line)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t
abi_row_count(void)
{
	return ROW_COUNT;
}

const struct abi_row *
abi_row_at(size_t index)
{
	return &ROWS[index];
}

/* --- finding --- */

enum { BUCKETS = 1024 };

/* Written once, under the guard. */
static struct {
	pthread_once_t once;
	uint16_t row[BUCKETS]; /* index + 1 */
} index_of = { .once = PTHREAD_ONCE_INIT };

static uint32_t
hash_name(const char *module, const char *name)
{
	uint32_t h = 2166136261u;
	for (const char *s = module; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	for (const char *s = name; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h ^ h >> 15;
}

static void
index_fill(void)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		uint32_t at = hash_name(ROWS[i].module, ROWS[i].name) % BUCKETS;
		while (index_of.row[at])
			at = (at + 1) % BUCKETS;
		index_of.row[at] = (uint16_t)(i + 1);
	}
}

const struct abi_row *
abi_row_find(const char *module, const char *name)
{
	pthread_once(&index_of.once, index_fill);
	for (uint32_t at = hash_name(module, name) % BUCKETS; index_of.row[at];
		at = (at + 1) % BUCKETS) {
		const struct abi_row *row = &ROWS[index_of.row[at] - 1];
		if (strcmp(row->name, name) == 0 && strcmp(row->module, module) == 0)
			return row;
	}
	return NULL;
}

/* --- capabilities and the provider --- */

static const wasix_capability CAPABILITIES[] = {
#define CAP(NAME, name, flag, argument, within, help) { name, flag, argument, within, help },
#include "caps.def"
};

size_t
wasix_capability_count(void)
{
	return CAP_COUNT;
}

const wasix_capability *
wasix_capability_get(size_t index)
{
	return index < CAP_COUNT ? &CAPABILITIES[index] : NULL;
}

/* Only these are refused as a whole: files are granted one directory at a time, and what a process
 * does to itself needs no grant. */
static bool
gated(enum cap cap)
{
	return cap == CAP_NET || cap == CAP_SOCKET || cap == CAP_THREADS || cap == CAP_ADMIN;
}

TEXT_TOGETHER

bool
capability_refused(const struct wasix_process *p, enum cap cap)
{
	return gated(cap) && !p->granted[cap];
}

void
process_note_extension(struct wasix_process *p, const struct extension *extension)
{
	(void)first_time(p, ROW_COUNT + extension_index(extension));
}

static bool
process_find(void *self, const char *module, const char *name, struct host_import *out)
{
	struct wasix_process *p = self;
	const struct abi_row *row = abi_row_find(module, name);

	if (!row)
		return false;
	if (row->module == MODULE_wasix)
		p->wasix = true;
	out->type = &row->type;
	out->entry = capability_refused(p, row->needs) ? row->refuse : row->entry;
	if (p->trace)
		out->entry = trace_entry(p->trace, row, out->entry);
	return true;
}

/* WASIX modules with threads import theirs. */
bool
process_has_memory(void *self, const char *module, const char *name)
{
	(void)self;
	return strcmp(module, "env") == 0 && strcmp(name, "memory") == 0;
}

struct provider
process_provider(struct wasix_process *p)
{
	return (struct provider){ .find = process_find,
		.attend = signal_attend,
		.self = p,
		.has_memory = process_has_memory,
		.begin = dynamic_begin,
		.again = stack_again,
		.finish = threads_finish };
}

/* One line: who asked for what, and what grants it. */
static void
report_refusal(struct wasix_process *p, const char *module, const char *name, enum cap needs)
{
	const wasix_capability *cap = &CAPABILITIES[needs];
	char text[240];

	int len = snprintf(text, sizeof text, "%s.%s was refused: it needs %s (%s)", module, name,
		cap->name, cap->help);
	if (cap->flag)
		snprintf(text + len, sizeof text - (size_t)len, "; %s grants it", cap->flag);
	p->notice(p->notice_env, text);
}

void
process_report_refusals(struct wasix_process *p)
{
	if (p->failed) /* else its text is not even touched: children end here */
		missed_report(p);
	if (!p->notice || !p->noted || !atomic_load(&p->has_noted))
		return;
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (capability_refused(p, ROWS[i].needs) && atomic_load(&p->noted[i]))
			report_refusal(p, ROWS[i].module, ROWS[i].name, ROWS[i].needs);
	for (size_t i = 0; i < extension_count(); i++)
		if (atomic_load(&p->noted[ROW_COUNT + i]))
			report_refusal(
				p, "extension", extension_at(i)->name, extension_at(i)->needs);
}
