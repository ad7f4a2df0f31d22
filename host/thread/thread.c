/* thread.c -- thread_*: making, joining and ending threads; see thread.h. */
#include "thread_table.h"

#include "closure.h"
#include "dl.h"
#include "error.h"
#include "guest.h"
#include "module.h"
#include "process_table.h"
#include "signals.h"
#include "thread.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

TEXT_TOGETHER

enum {
	STACK_DEFAULT = 16 << 20, /* of the host, for compiled code: as the main thread's */
	STACK_LEAST = 256 << 10,
	LEAVING_MS = 50, /* how long a spawn at the limit waits for a thread that is leaving */
	IDLE_MAX = 8,    /* threads of the host that rest, */
	IDLE_MS = 100,   /* and how long: a guest that makes threads makes them in a row */
};

_Thread_local struct guest_thread *thread_self [[gnu::tls_model("initial-exec")]];

/* --- waiting for changes of the table --- */

void
threads_changed(struct thread_table *t)
{
	atomic_fetch_add(&t->changes, 1);
	if (atomic_load(&t->waiting))
		syscall(SYS_futex, &t->changes, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
}

void
threads_wait(struct thread_table *t, uint32_t seen, int ms, const _Atomic uint32_t *attention)
{
	static const _Atomic uint32_t none = 0;
	struct timespec timeout = { ms / 1000, ms % 1000 * 1000000L };

	atomic_fetch_add(&t->waiting, 1);
	attention_syscall(attention ? attention : &none, SYS_futex, (long)&t->changes,
		FUTEX_WAIT_PRIVATE, seen, ms < 0 ? 0 : (long)&timeout, 0, 0);
	atomic_fetch_sub(&t->waiting, 1);
}

uint64_t
threads_now_ms(void)
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

uint32_t
thread_id(struct wasix_process *p)
{
	return thread_is_first() ? process_pid(p) : thread_self->tid;
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

/* One that was made a moment ago has its number when it runs. */
pid_t
thread_host_of(struct wasix_process *p, uint32_t tid)
{
	struct thread_table *t = &p->threads;

	for (;;) {
		uint32_t seen = atomic_load(&t->changes);
		pthread_mutex_lock(&t->lock);
		const struct guest_thread *thread = thread_find(t, tid);
		pid_t host = thread ? atomic_load(&thread->host) : 0;
		if (!thread && (tid == process_pid(p) || tid == TID_MAIN_OF_LIBC))
			host = t->first ? t->first : gettid();
		pthread_mutex_unlock(&t->lock);
		if (host || !thread)
			return host;
		threads_wait(t, seen, -1, NULL);
	}
}

/* --- the life of one --- */

static void
thread_delete(struct guest_thread *thread)
{
	dynamic_thread_gone(thread->process, thread->store);
	wasix_store_delete(thread->store);
	free(thread);
}

/* The last that a thread of the host does with the process. */
static void
thread_goes(struct guest_thread *thread)
{
	struct thread_table *t = &thread->process->threads;

	thread_delete(thread);
	pthread_mutex_lock(&t->lock);
	t->hosts--;
	threads_changed(t);
	pthread_mutex_unlock(&t->lock);
}

/* With the lock held. */
static void
list_remove(struct guest_thread **list, const struct guest_thread *thread)
{
	while (*list != thread)
		list = &(*list)->next;
	*list = thread->next;
}

/* The guest's thread is gone; the host's goes to rest if there is room. */
static bool
thread_retires(struct guest_thread *thread)
{
	struct thread_table *t = &thread->process->threads;

	pthread_mutex_lock(&t->lock);
	list_remove(&t->threads, thread);
	if (!thread->process->dynamic)
		store_reset(thread->store); /* its tables are nobody else's now (closure.c) */
	signals_thread_ends(); /* nobody can send it one now, and the next has no number yet */
	t->count--;
	bool rests = !t->end_is_taken && t->idle_count < IDLE_MAX && !thread->process->dynamic;
	if (rests) {
		atomic_store(&thread->work, THREAD_RESTS);
		thread->leaves = false;
		thread->next = t->idle;
		t->idle = thread;
		t->idle_count++;
	}
	threads_changed(t);
	pthread_mutex_unlock(&t->lock);
	return rests;
}

/* The thread may be gone when it has seen what it was to see; only an address is used after that.
 */
void
thread_wake(struct guest_thread *thread, enum thread_work work)
{
	_Atomic uint32_t *word = &thread->work;

	atomic_store(word, work);
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* Leaves the list unless there is work after all. */
static bool
rest_ends(struct guest_thread *thread)
{
	struct thread_table *t = &thread->process->threads;

	pthread_mutex_lock(&t->lock);
	bool ends = atomic_load(&thread->work) == THREAD_RESTS;
	if (ends) {
		list_remove(&t->idle, thread);
		t->idle_count--;
	}
	pthread_mutex_unlock(&t->lock);
	return ends;
}

/* Whether there is another thread of the guest to run. */
static bool
thread_rests(struct guest_thread *thread)
{
	const struct timespec time = { 0, IDLE_MS * 1000000L };

	if (!thread_retires(thread))
		return false;
	while (atomic_load(&thread->work) == THREAD_RESTS)
		if (syscall(SYS_futex, &thread->work, FUTEX_WAIT_PRIVATE, THREAD_RESTS, &time, NULL,
			    0) < 0 &&
			errno == ETIMEDOUT && rest_ends(thread))
			return false;
	return atomic_load(&thread->work) == THREAD_RUNS;
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
	if (result != WASIX_OK && !thread->leaves)
		threads_say_end(p, result, err);
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

	thread_self = thread;
	stack_prepare(alternate);
	do {
		wasix_error err;
		error_clear(&err);
		signals_thread_begins(thread->signal_mask);
		if (!atomic_load(&thread->host)) {
			atomic_store(&thread->host, gettid());
			threads_changed(&thread->process->threads);
		}
		wasix_result result = thread_call(thread, &err);
		thread_over(thread, result, &err);
	} while (thread_rests(thread));
	thread_goes(thread);
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
	t->first_instance = c->instance;
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
		if (!has_entry) {
			limit_reached(p, LIMIT_ONE_THREAD);
			return ABI_ERRNO_NOTCAPABLE;
		}
		if (taken)
			return ABI_ERRNO_SUCCESS;
		uint64_t now = threads_now_ms();
		if (!until)
			until = now + LEAVING_MS;
		if (now >= until || thread_stops)
			break;
		threads_wait(t, seen, (int)(until - now), NULL);
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
	thread->signal_mask = signal_mask();
	thread->store = store_new_beside(c->instance->store);
	wasix_result result = WASIX_LIMIT;
	if (thread->store && thread->process->dynamic)
		result = dynamic_thread_new(c, thread->store, start, &thread->instance);
	else if (thread->store)
		result = instance_clone(thread->store, c->instance, &thread->instance, NULL);
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

/* With the lock held: a number, and a place among those that run. */
static uint32_t
thread_enter(struct thread_table *t, struct guest_thread *thread)
{
	thread->tid = process_new_id(thread->process);
	thread->next = t->threads;
	t->threads = thread;
	closures_enter(thread->process, thread->instance);
	return thread->tid;
}

/* A thread of the host that rests takes it. false: none does. */
static bool
thread_reuse(struct wasix_caller *c, wasix_gptr start, uint32_t *tid)
{
	struct thread_table *t = &caller_process(c)->threads;
	uint64_t mask = signal_mask();

	pthread_mutex_lock(&t->lock);
	struct guest_thread *thread = t->idle;
	if (thread && thread->instance->module != c->instance->module)
		thread = NULL;
	if (thread) {
		t->idle = thread->next;
		t->idle_count--;
		thread->start = start;
		thread->signal_mask = mask;
		*tid = thread_enter(t, thread);
		atomic_store(&thread->work, THREAD_RUNS);
	}
	pthread_mutex_unlock(&t->lock);
	if (thread)
		thread_wake(thread, THREAD_RUNS);
	return thread;
}

/* Takes over the thread. */
static wasix_errno
thread_begin(struct wasix_caller *c, struct guest_thread *thread, uint32_t *tid)
{
	struct thread_table *t = &thread->process->threads;
	pthread_attr_t attributes;
	pthread_t host;

	pthread_mutex_lock(&t->lock);
	*tid = thread_enter(t, thread); /* before it runs */
	t->hosts++;
	pthread_mutex_unlock(&t->lock);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, stack_size(c));
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	int error = pthread_create(&host, &attributes, thread_main, thread);
	pthread_attr_destroy(&attributes);
	if (!error)
		return ABI_ERRNO_SUCCESS;
	pthread_mutex_lock(&t->lock);
	list_remove(&t->threads, thread);
	pthread_mutex_unlock(&t->lock);
	thread_goes(thread);
	return errno_to_wasi(error);
}

static wasix_errno
thread_spawn(struct wasix_caller *c, wasix_gptr start, uint32_t *tid)
{
	struct wasix_process *p = caller_process(c);
	struct guest_thread *thread;

	first_note(p, c);
	GUEST_TRY(place_take(p, c));
	if (thread_reuse(c, start, tid))
		return ABI_ERRNO_SUCCESS;
	wasix_errno e = thread_new(c, start, &thread);
	if (!e)
		e = thread_begin(c, thread, tid);
	if (e)
		place_give_back(&p->threads);
	return e;
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
		threads_wait(t, seen, -1, caller_attention(c));
	}
}

/* WASIX, thread_exit: of the first thread the process takes no notice while others run */
void
host_thread_exit(struct wasix_caller *c, uint32_t code)
{
	struct wasix_process *p = caller_process(c);

	(void)code; /* nobody can ask for it */
	if (thread_is_first())
		p->threads.first_left = true;
	else
		thread_self->leaves = true;
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
