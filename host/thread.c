/* thread.c -- thread_*: making, joining and ending threads; see thread.h. */
#include "thread.h"

#include "error.h"
#include "guest.h"
#include "module.h"
#include "process_table.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
	STACK_DEFAULT = 16 << 20, /* of the host, for compiled code: as the main thread's */
	STACK_LEAST = 256 << 10,
	LEAVING_MS = 50,    /* how long a spawn at the limit waits for a thread that is leaving */
	STOP_MS = 5000,     /* how long threads get to leave */
	STOP_PAUSE_MS = 20, /* between two reminders, at most */
};

struct guest_thread {
	struct guest_thread *next; /* in the process's table */
	struct wasix_process *process;
	struct wasix_store *store;
	struct wasix_instance *instance;
	uint32_t tid;
	wasix_gptr start;
	_Atomic pid_t host; /* 0: it does not run yet */
	bool leaves;        /* thread_exit was called: only this thread ends */
	bool is_only;       /* in a process that it forked: it stands for the first thread */
};

/* NULL in the first thread of a guest. */
static _Thread_local struct guest_thread *self;

/* --- waiting for changes of the table --- */

static void
changed(struct thread_table *t)
{
	atomic_fetch_add(&t->changes, 1);
	syscall(SYS_futex, &t->changes, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
}

/* Returns when changes is not `seen`, after ms (negative: never), or interrupted. */
static void
wait_for_change(struct thread_table *t, uint32_t seen, int ms)
{
	struct timespec timeout = { ms / 1000, ms % 1000 * 1000000L };

	syscall(SYS_futex, &t->changes, FUTEX_WAIT_PRIVATE, seen, ms < 0 ? NULL : &timeout, NULL,
		0);
}

static uint64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* --- who is who --- */

void
threads_init(struct thread_table *t)
{
	pthread_mutex_init(&t->lock, NULL);
	t->limit = THREADS_DEFAULT;
}

static bool
is_first(void)
{
	return !self || self->is_only;
}

uint32_t
thread_id(struct wasix_process *p)
{
	return is_first() ? process_pid(p) : self->tid;
}

/* With the lock held. NULL: gone. */
static struct guest_thread *
thread_find(const struct thread_table *t, uint32_t tid)
{
	struct guest_thread *thread = t->threads;

	while (thread && thread->tid != tid)
		thread = thread->next;
	return thread;
}

pid_t
thread_host_of(struct wasix_process *p, uint32_t tid)
{
	struct thread_table *t = &p->threads;

	pthread_mutex_lock(&t->lock);
	const struct guest_thread *thread = thread_find(t, tid);
	pid_t host = thread ? atomic_load(&thread->host) : 0;
	if (!thread && (tid == process_pid(p) || tid == TID_MAIN_OF_LIBC))
		host = t->first ? t->first : gettid();
	pthread_mutex_unlock(&t->lock);
	return host;
}

/* --- the end of all --- */

/* Says how the process ends, unless somebody has. */
static bool
end_say(struct thread_table *t, wasix_result result, const wasix_error *err)
{
	pthread_mutex_lock(&t->lock);
	bool first = !t->end_is_taken;
	t->end_is_taken = true;
	pthread_mutex_unlock(&t->lock);
	if (!first)
		return false;
	t->end.result = result;
	if (err)
		t->end.error = *err;
	else
		error_clear(&t->end.error);
	atomic_store(&t->end.said, true);
	changed(t);
	return true;
}

/* Reminds every thread but the caller. Whether any is left. */
static bool
stop_others(struct thread_table *t)
{
	bool left = false;

	pthread_mutex_lock(&t->lock);
	for (struct guest_thread *thread = t->threads; thread; thread = thread->next) {
		pid_t host = atomic_load(&thread->host);
		if (thread == self)
			continue;
		left = true;
		if (host)
			(void)thread_stop(host);
	}
	if (!is_first() && !atomic_load(&t->first_waits)) {
		left = true;
		(void)thread_stop(t->first);
	}
	pthread_mutex_unlock(&t->lock);
	return left;
}

/* Until the others have left their calls; what does not for so long is abandoned. */
static bool
end_others(struct thread_table *t)
{
	uint64_t until = now_ms() + STOP_MS;
	int pause = 1;

	for (;;) {
		uint32_t seen = atomic_load(&t->changes);
		if (!stop_others(t))
			return true;
		if (now_ms() >= until)
			return false;
		wait_for_change(t, seen, pause);
		pause = pause < STOP_PAUSE_MS ? pause * 2 : STOP_PAUSE_MS;
	}
}

/* The first thread must hear of the end before the one that said it is gone. */
static void
end_first(struct thread_table *t)
{
	uint64_t until = now_ms() + STOP_MS;

	while (!atomic_load(&t->first_waits) && now_ms() < until) {
		uint32_t seen = atomic_load(&t->changes);
		(void)thread_stop(t->first);
		if (!atomic_load(&t->first_waits))
			wait_for_change(t, seen, 1);
	}
}

bool
threads_end_others(struct wasix_process *p)
{
	struct thread_table *t = &p->threads;
	wasix_error exit = { .code = WASIX_EXIT };

	if (!t->first)
		return true;
	if (!end_say(t, WASIX_EXIT, &exit))
		return false;
	(void)end_others(t);
	return true;
}

/* thread_exit of the first thread: the process goes on until another ends it, or none is left. */
static void
wait_for_end(struct thread_table *t)
{
	for (;;) {
		uint32_t seen = atomic_load(&t->changes);
		pthread_mutex_lock(&t->lock);
		bool over = !t->threads || t->end_is_taken;
		pthread_mutex_unlock(&t->lock);
		if (over)
			return;
		wait_for_change(t, seen, -1);
	}
}

/* For the next program of the process. */
static void
threads_reset(struct thread_table *t)
{
	t->end_is_taken = t->first_left = false;
	atomic_store(&t->end.said, false);
	atomic_store(&t->first_waits, false);
	t->module = NULL;
	t->first = 0;
	thread_stops = false;
}

wasix_result
threads_finish(void *process, struct wasix_store *store, wasix_result result, wasix_error *err)
{
	struct wasix_process *p = process;
	struct thread_table *t = &p->threads;

	if (!t->first || store != t->store || !is_first())
		return result;
	if (t->first_left)
		wait_for_end(t);
	(void)end_say(t, result, err);
	atomic_store(&t->first_waits, true);
	changed(t);
	if (!end_others(t))
		t->is_abandoned = true;
	result = t->end.result;
	if (err)
		*err = t->end.error;
	threads_reset(t);
	return result;
}

/* --- the life of one --- */

static void
thread_delete(struct guest_thread *thread)
{
	wasix_store_delete(thread->store);
	free(thread);
}

/* The last that a thread does with the process. */
static void
thread_remove(struct guest_thread *thread)
{
	struct thread_table *t = &thread->process->threads;
	struct guest_thread **at = &t->threads;

	wasix_store_delete(thread->store);
	pthread_mutex_lock(&t->lock);
	while (*at != thread)
		at = &(*at)->next;
	*at = thread->next;
	t->count--;
	changed(t);
	pthread_mutex_unlock(&t->lock);
	free(thread);
}

static wasix_result
thread_call(struct guest_thread *thread, wasix_error *err)
{
	struct thread_table *t = &thread->process->threads;
	union cell cells[2] = { { .i32 = thread->tid }, { .i32 = thread->start } };

	if (atomic_load(&t->end.said))
		return WASIX_EXIT;
	TRY(instance_start(thread->instance, err));
	struct wasix_func *entry = instance_func(thread->instance, t->entry);
	return entry ? func_call(entry, cells, err) : fail_memory(err);
}

/* What a thread's end means for the others. */
static void
thread_over(struct guest_thread *thread, wasix_result result, wasix_error *err)
{
	struct wasix_process *p = thread->process;

	if (thread->is_only) {
		result = threads_finish(p, p->threads.store, result, err);
		process_forked_end(p, result, err);
	}
	if (result != WASIX_OK && !thread->leaves && end_say(&p->threads, result, err))
		end_first(&p->threads);
}

/* The stack for signals is the upper end of this one. */
static void
stack_prepare(void *alternate)
{
	pthread_attr_t attributes;
	void *low;
	size_t size;

	if (pthread_getattr_np(pthread_self(), &attributes) != 0)
		return;
	if (pthread_attr_getstack(&attributes, &low, &size) == 0)
		fault_thread_stack(low, size, alternate, ALTERNATE_STACK);
	pthread_attr_destroy(&attributes);
}

static void *
thread_main(void *argument)
{
	_Alignas(16) char alternate[ALTERNATE_STACK];
	struct guest_thread *thread = argument;
	wasix_error err = { 0 };

	self = thread;
	stack_prepare(alternate);
	atomic_store(&thread->host, gettid());
	wasix_result result = thread_call(thread, &err);
	thread_over(thread, result, &err);
	thread_remove(thread);
	return NULL;
}

/* --- making --- */

/* wasi_thread_start of the module; false: it has none of the right type. With the lock held. */
static bool
entry_find(struct thread_table *t, const struct wasix_module *m)
{
	static const uint8_t PARAMS[] = { WASIX_I32, WASIX_I32 };
	static const struct functype TYPE = { PARAMS, NULL, 2, 0 };

	if (t->module == m)
		return true;
	for (uint32_t i = 0; i < m->export_count; i++) {
		const struct export *e = &m->exports[i];
		if (e->kind != WASIX_EXTERN_FUNC || strcmp(e->name, "wasi_thread_start") != 0 ||
			!functype_equal(&m->types[m->functions[e->index].type], &TYPE))
			continue;
		t->module = m;
		t->entry = e->index;
		return true;
	}
	return false;
}

/* The first thread of a program notes who it is before there is another. */
static void
first_note(struct wasix_process *p, const struct wasix_caller *c)
{
	struct thread_table *t = &p->threads;

	if (t->first)
		return;
	process_tree_make(p);
	thread_stop_prepare();
	t->store = c->instance->store;
	t->store->end = &t->end;
	t->first = gettid();
}

/* A place in the table. A thread that was joined may still be on its way out. */
static wasix_errno
place_take(struct wasix_process *p, const struct wasix_caller *c)
{
	struct thread_table *t = &p->threads;
	uint64_t until = 0;

	for (;;) {
		uint32_t seen = atomic_load(&t->changes);
		pthread_mutex_lock(&t->lock);
		bool has_entry = entry_find(t, c->instance->module);
		bool taken = has_entry && t->count < t->limit;
		t->count += taken;
		pthread_mutex_unlock(&t->lock);
		if (!has_entry)
			return ABI_ERRNO_NOTCAPABLE;
		if (taken)
			return ABI_ERRNO_SUCCESS;
		uint64_t now = now_ms();
		if (!until)
			until = now + LEAVING_MS;
		if (now >= until || thread_stops)
			break;
		wait_for_change(t, seen, (int)(until - now));
	}
	limit_reached(p, LIMIT_THREADS);
	return ABI_ERRNO_ACCES;
}

static void
place_give_back(struct thread_table *t)
{
	pthread_mutex_lock(&t->lock);
	t->count--;
	pthread_mutex_unlock(&t->lock);
}

static wasix_errno
thread_new(struct wasix_caller *c, wasix_gptr start, struct guest_thread **out)
{
	struct guest_thread *thread = calloc(1, sizeof *thread);

	if (!thread)
		return ABI_ERRNO_NOMEM;
	thread->process = caller_process(c);
	thread->start = start;
	thread->store = store_new_beside(c->instance->store);
	wasix_result result =
		thread->store ? instance_clone(thread->store, c->instance, &thread->instance, NULL)
			      : WASIX_LIMIT;
	if (result != WASIX_OK) {
		thread_delete(thread);
		return result == WASIX_UNSUPPORTED ? ABI_ERRNO_NOTSUP : ABI_ERRNO_NOMEM;
	}
	*out = thread;
	return ABI_ERRNO_SUCCESS;
}

static size_t
stack_size(const struct wasix_caller *c)
{
	uint64_t asked = store_max_stack(c->instance->store);

	if (!asked)
		return STACK_DEFAULT;
	return asked < STACK_LEAST ? STACK_LEAST : asked;
}

static uint32_t
table_add(struct guest_thread *thread)
{
	struct thread_table *t = &thread->process->threads;
	uint32_t tid;

	pthread_mutex_lock(&t->lock);
	tid = thread->tid = process_new_id(thread->process);
	thread->next = t->threads;
	t->threads = thread;
	pthread_mutex_unlock(&t->lock);
	return tid;
}

/* Takes over the thread, which is in the table before it runs. */
static wasix_errno
thread_run(struct wasix_caller *c, struct guest_thread *thread, uint32_t *tid)
{
	pthread_attr_t attributes;
	pthread_t host;

	*tid = table_add(thread);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, stack_size(c));
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	int error = pthread_create(&host, &attributes, thread_main, thread);
	pthread_attr_destroy(&attributes);
	if (!error)
		return ABI_ERRNO_SUCCESS;
	thread_remove(thread);
	return errno_to_wasi(error);
}

static wasix_errno
thread_spawn(struct wasix_caller *c, wasix_gptr start, uint32_t *tid)
{
	struct wasix_process *p = caller_process(c);
	struct guest_thread *thread;

	first_note(p, c);
	GUEST_TRY(place_take(p, c));
	wasix_errno e = thread_new(c, start, &thread);
	if (e) {
		place_give_back(&p->threads);
		return e;
	}
	return thread_run(c, thread, tid);
}

/* wasi-threads, thread-spawn. start is the guest's own affair, and no address to the host. */
int32_t
host_thread_spawn(struct wasix_caller *c, wasix_gptr start)
{
	uint32_t tid;
	wasix_errno e = thread_spawn(c, start, &tid);
	return e ? -(int32_t)e : (int32_t)tid;
}

/* WASIX, thread_spawn_v2 */
wasix_errno
host_thread_spawn_v2(struct wasix_caller *c, wasix_gptr start, wasix_gptr ret_tid)
{
	uint32_t tid;

	if (!guest_in_bounds(c->memory, start, sizeof(struct abi_thread_start)) ||
		!guest_in_bounds(c->memory, ret_tid, sizeof tid))
		return ABI_ERRNO_FAULT;
	GUEST_TRY(thread_spawn(c, start, &tid));
	return guest_write_u32(c, ret_tid, tid);
}

/* --- the rest --- */

/* WASIX, thread_id */
wasix_errno
host_thread_id(struct wasix_caller *c, wasix_gptr ret_tid)
{
	return guest_write_u32(c, ret_tid, thread_id(caller_process(c)));
}

/* WASIX, thread_join: a thread that is gone, or never was, is no error */
wasix_errno
host_thread_join(struct wasix_caller *c, uint32_t tid)
{
	struct thread_table *t = &caller_process(c)->threads;

	if (tid == thread_id(caller_process(c)))
		return ABI_ERRNO_DEADLK;
	for (;;) {
		uint32_t seen = atomic_load(&t->changes);
		pthread_mutex_lock(&t->lock);
		bool gone = !thread_find(t, tid);
		pthread_mutex_unlock(&t->lock);
		if (gone || thread_stops)
			return ABI_ERRNO_SUCCESS;
		wait_for_change(t, seen, -1);
	}
}

/* WASIX, thread_exit: of the first thread the process takes no notice while others run */
void
host_thread_exit(struct wasix_caller *c, uint32_t code)
{
	struct wasix_process *p = caller_process(c);

	(void)code; /* nobody can ask for it */
	if (is_first())
		p->threads.first_left = true;
	else
		self->leaves = true;
	caller_exit(c, 0);
}

/* WASIX, thread_parallelism: processors that this process may use */
wasix_errno
host_thread_parallelism(struct wasix_caller *c, wasix_gptr ret)
{
	cpu_set_t set;
	long n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set)
							     : sysconf(_SC_NPROCESSORS_ONLN);
	return guest_write_u32(c, ret, n > 0 ? (uint32_t)n : 1);
}

/* --- fork --- */

void
threads_hold(struct wasix_process *p)
{
	pthread_mutex_lock(&p->threads.lock);
	if (p->threads.first)
		memories_hold(p->threads.store);
}

void
threads_let_go(struct wasix_process *p)
{
	if (p->threads.first)
		memories_let_go(p->threads.store);
	pthread_mutex_unlock(&p->threads.lock);
}

/* The other threads' stores stay as they were caught: nobody will look at them. */
void
threads_forked(struct wasix_process *p)
{
	struct thread_table *t = &p->threads;

	if (!t->first)
		return;
	memories_forked(t->store);
	if (self)
		self->is_only = true;
	t->threads = NULL;
	t->count = 0;
	threads_reset(t);
	t->first = gettid();
}
