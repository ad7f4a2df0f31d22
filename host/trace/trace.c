/* trace.c -- what is watched, and a line for each call.
 *
 * A line is written when its call is over, in one piece. A call that may never come back (its row
 * has no result) is written before it starts; one that ended the guest all the same (a signal, a
 * trap) when the same thread calls again from higher up the stack, or when the process ends. One
 * that waits for long is written as unfinished by a thread that looks for such calls, and again
 * when it is over: else the last call of a guest that hangs would not be seen.
 */
#include "trace.h"

#include "thread.h"

#include "error.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	RESULT_ROOM = 64, /* bytes of a line kept for what follows the parameters */
	WAIT_MS = 250,    /* a call is unfinished after one to two of it */
};

/* A call that is not over. */
struct pending {
	struct pending *next; /* the one before */
	uint64_t serial;
	uint64_t start_ns;
	pid_t thread;      /* of the host */
	uint32_t tid;      /* what thread_id answers */
	const void *frame; /* of the entry: a later call from above it proves that this ended */
	bool unfinished;   /* written as such */
	size_t row;
	struct trace_args args;
};

/* What answers a row when nobody watches. */
typedef void (*_Atomic target)(void);

struct trace {
	void (*line)(void *env, const char *text);
	void *env;
	uint64_t start_ns;    /* when the first import was linked; 0: not yet */
	bool *wanted;         /* by row, then by extension */
	target *targets;      /* by row */
	pthread_mutex_t lock; /* guards the rest, and the order of lines */
	uint64_t serial;
	struct pending *pending; /* latest first */
	bool waiter_runs;
	bool waiter_ends;
	pthread_t waiter;
	pthread_cond_t end_of_waiter;
};

static uint64_t
now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* --- lines --- */

/* "0.000123 1 module.name(parameters)": room for the result is left. */
static struct text
line_begin(const struct trace *trace, const struct pending *call, struct wasix_caller *c,
	bool succeeded, char buffer[TRACE_LINE_SIZE])
{
	const struct abi_row *row = abi_row_at(call->row);
	const struct extension *extension = call->args.extension;
	struct text t = text_in(buffer, TRACE_LINE_SIZE - RESULT_ROOM);
	uint64_t since_us = (call->start_ns - trace->start_ns) / 1000;

	text_add(&t, "%" PRIu64 ".%06" PRIu64 " %" PRIu32 " %s.%s(", since_us / 1000000,
		since_us % 1000000, call->tid, extension ? "extension" : row->module,
		extension ? extension->name : row->name);
	trace_args_add(&t, &call->args, c, succeeded);
	t.end = buffer + TRACE_LINE_SIZE;
	text_add(&t, ")");
	return t;
}

/* Shows only what was read before the call: its memory may be gone. With the lock held. */
static void
write_open_line(const struct trace *trace, const struct pending *call, const char *end)
{
	char buffer[TRACE_LINE_SIZE];
	struct text t = line_begin(trace, call, NULL, false, buffer);
	text_add(&t, " = %s", end);
	trace->line(trace->env, buffer);
}

static void
add_result(struct text *t, enum result_kind kind, int32_t result)
{
	/* the upper bits of an errno are not ours to interpret */
	uint32_t number = kind == RESULT_err ? (uint32_t)result : -(uint32_t)result;
	bool failed = kind == RESULT_err ? result != 0 : result < 0;
	const char *name = failed ? errno_name(number) : NULL;
	text_add(t, " = %" PRId32 "%s%s", result, name ? " " : "", name ? name : "");
}

/* --- calls that wait --- */

static void
write_late(struct trace *trace)
{
	uint64_t limit = now_ns() - WAIT_MS * UINT64_C(1000000);

	for (struct pending *call = trace->pending; call; call = call->next)
		if (!call->unfinished && call->start_ns < limit) {
			write_open_line(trace, call, "? (unfinished)");
			call->unfinished = true;
		}
}

/* Its deadlines are of the clock that calls are timed with. */
static void
waiter_prepare(struct trace *trace)
{
	pthread_condattr_t monotonic;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&trace->end_of_waiter, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

static void *
wait_for_late(void *env)
{
	struct trace *trace = env;
	struct timespec next;

	clock_gettime(CLOCK_MONOTONIC, &next);
	pthread_mutex_lock(&trace->lock);
	while (!trace->waiter_ends) {
		next.tv_nsec += WAIT_MS * 1000000L;
		next.tv_sec += next.tv_nsec / 1000000000;
		next.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&trace->end_of_waiter, &trace->lock, &next);
		write_late(trace);
	}
	pthread_mutex_unlock(&trace->lock);
	return NULL;
}

/* Signals stay with the threads that run the guest. Without the thread, late calls are not seen
 * early, that is all. */
static void
waiter_start(struct trace *trace)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	trace->waiter_runs = pthread_create(&trace->waiter, NULL, wait_for_late, trace) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void
waiter_end(struct trace *trace)
{
	if (!trace->waiter_runs)
		return;
	pthread_mutex_lock(&trace->lock);
	trace->waiter_ends = true;
	pthread_cond_signal(&trace->end_of_waiter);
	pthread_mutex_unlock(&trace->lock);
	pthread_join(trace->waiter, NULL);
}

/* --- what is watched --- */

static bool
group_has(const char *group, size_t len, const char *name, enum cap needs)
{
	const wasix_capability *capability = wasix_capability_get(needs);
	const char *names[] = { capability->name, capability->within };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i] && strlen(names[i]) == len && strncmp(names[i], group, len) == 0)
			return true;
	return strncmp(name, group, len) == 0;
}

/* false: the group is neither. */
static bool
want_group(struct trace *trace, const char *group, size_t len)
{
	bool any = false;

	if (len == 3 && strncmp(group, "all", 3) == 0)
		len = 0; /* the start of every name */
	for (size_t i = 0; i < abi_row_count(); i++)
		if (group_has(group, len, abi_row_at(i)->name, abi_row_at(i)->needs))
			any = trace->wanted[i] = true;
	for (size_t i = 0; i < extension_count(); i++)
		if (group_has(group, len, extension_at(i)->name, extension_at(i)->needs))
			any = trace->wanted[abi_row_count() + i] = true;
	return any;
}

/* Marks the rows of a comma list of groups. */
static wasix_result
want_groups(struct trace *trace, const char *groups, wasix_error *err)
{
	for (const char *g = groups; g; g = strchr(g, ',')) {
		if (*g == ',')
			g++;
		size_t len = strcspn(g, ",");
		if (!len || !want_group(trace, g, len))
			return fail(err, WASIX_USAGE,
				"trace group '%.*s': neither the start of a call's name nor a "
				"capability",
				(int)len, g);
	}
	return WASIX_OK;
}

/* Watches nothing yet. NULL: memory is short. */
static struct trace *
trace_new(void (*line)(void *env, const char *text), void *env)
{
	struct trace *trace = calloc(1, sizeof *trace);

	if (!trace)
		return NULL;
	waiter_prepare(trace);
	pthread_mutex_init(&trace->lock, NULL);
	trace->line = line;
	trace->env = env;
	trace->wanted = calloc(abi_row_count() + extension_count(), sizeof *trace->wanted);
	trace->targets = calloc(abi_row_count(), sizeof *trace->targets);
	if (trace->wanted && trace->targets)
		return trace;
	trace_delete(trace);
	return NULL;
}

wasix_result
wasix_process_trace(wasix_process *p, const char *groups, void (*line)(void *env, const char *text),
	void *env, wasix_error *err)
{
	wasix_result result = WASIX_OK;

	error_clear(err);
	if (p->trace && p->trace->start_ns)
		return fail(err, WASIX_USAGE, "trace: the process has started");
	struct trace *trace = trace_new(line, env);
	if (!trace)
		return fail_memory(err);
	if (groups && *groups)
		result = want_groups(trace, groups, err);
	else
		memset(trace->wanted, true, abi_row_count() + extension_count());
	if (result != WASIX_OK) {
		trace_delete(trace);
		return result;
	}
	trace_delete(p->trace);
	p->trace = trace;
	return WASIX_OK;
}

/* Whether an extension that the row carries is watched. */
static bool
carries_wanted(const struct trace *trace, const struct abi_row *row)
{
	return row->entry == (void (*)(void))host_call_dynamic &&
	       memchr(trace->wanted + abi_row_count(), true, extension_count());
}

void (*trace_entry(struct trace *trace, const struct abi_row *row, void (*entry)(void)))(void)
{
	size_t index = (size_t)(row - abi_row_at(0));

	if (!trace->wanted[index] && !carries_wanted(trace, row))
		return entry;
	if (!trace->start_ns) {
		trace->start_ns = now_ns();
		waiter_start(trace);
	}
	trace->targets[index] = entry;
	return trace_row_at(index)->entry;
}

void (*trace_target(struct wasix_caller *c, size_t row))(void)
{
	return caller_process(c)->trace->targets[row];
}

/* --- calls --- */

/* The latest open call of this thread. With the lock held. */
static struct pending **
latest_of(struct trace *trace, pid_t thread)
{
	struct pending **at = &trace->pending;
	while (*at && (*at)->thread != thread)
		at = &(*at)->next;
	return at;
}

/* Deals with calls of this thread that are still open now that it makes another: those whose frame
 * is gone have ended the guest's call; in another, guest code runs (a signal handler). With the
 * lock held. */
static void
settle(struct trace *trace, pid_t thread, const void *frame)
{
	for (;;) {
		struct pending **at = latest_of(trace, thread), *call = *at;
		if (!call)
			return;
		bool gone = (uintptr_t)call->frame <= (uintptr_t)frame;
		if (!call->unfinished)
			write_open_line(trace, call, gone ? "?" : "? (unfinished)");
		call->unfinished = true;
		if (!gone)
			return;
		*at = call->next;
		free(call);
	}
}

uint64_t
trace_begin(struct wasix_caller *c, size_t row, const uint64_t *values)
{
	struct trace *trace = caller_process(c)->trace;
	const struct extension *extension = trace_extension(abi_row_at(row), values);
	struct pending *call = NULL;
	uint64_t serial;

	if (trace->wanted[extension ? abi_row_count() + extension_index(extension) : row])
		call = malloc(sizeof *call);
	if (!call)
		return 0; /* trace_end finds nothing: not watched, or the line is missing */
	call->start_ns = now_ns();
	call->thread = gettid();
	call->tid = thread_id(caller_process(c));
	call->frame = __builtin_frame_address(0);
	call->unfinished = false;
	call->row = row;
	call->args.extension = extension;
	trace_args_read(&call->args, c, trace_row_at(row)->params, values);
	pthread_mutex_lock(&trace->lock);
	settle(trace, call->thread, call->frame);
	serial = call->serial = ++trace->serial;
	if (abi_row_at(row)->result == RESULT_none) {
		write_open_line(trace, call, "?");
		free(call);
	} else {
		call->next = trace->pending;
		trace->pending = call;
	}
	pthread_mutex_unlock(&trace->lock);
	return serial;
}

void
trace_end(struct wasix_caller *c, uint64_t serial, int32_t result)
{
	struct trace *trace = caller_process(c)->trace;
	char buffer[TRACE_LINE_SIZE];

	pthread_mutex_lock(&trace->lock);
	struct pending **at = &trace->pending;
	while (*at && (*at)->serial != serial)
		at = &(*at)->next;
	struct pending *call = *at;
	if (call) {
		enum result_kind kind = abi_row_at(call->row)->result;
		bool succeeded = kind == RESULT_err ? result == 0 : result >= 0;
		struct text t = line_begin(trace, call, c, succeeded, buffer);
		if (call->args.extension && succeeded)
			trace_extension_add_result(&t, &call->args, c);
		else
			add_result(&t, kind, result);
		trace->line(trace->env, buffer);
		*at = call->next;
		free(call);
	}
	pthread_mutex_unlock(&trace->lock);
}

void
trace_hold(struct trace *trace)
{
	if (trace)
		pthread_mutex_lock(&trace->lock);
}

void
trace_let_go(struct trace *trace)
{
	if (trace)
		pthread_mutex_unlock(&trace->lock);
}

/* The calls that are open in the child are the parent's lines. */
void
trace_forked(struct trace *trace)
{
	if (!trace)
		return;
	for (struct pending *call = trace->pending; call; call = call->next)
		call->unfinished = true;
	if (trace->waiter_runs) {
		waiter_prepare(trace); /* as it was, somebody waits there who is not in the child */
		waiter_start(trace);
	}
}

void
trace_delete(struct trace *trace)
{
	if (!trace)
		return;
	waiter_end(trace);
	while (trace->pending) {
		struct pending *call = trace->pending;
		if (!call->unfinished)
			write_open_line(trace, call, "?");
		trace->pending = call->next;
		free(call);
	}
	pthread_mutex_destroy(&trace->lock);
	pthread_cond_destroy(&trace->end_of_waiter);
	free(trace->wanted);
	free(trace->targets);
	free(trace);
}
