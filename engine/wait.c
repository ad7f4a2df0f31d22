/* wait.c -- memory.atomic.wait and notify.
 *
 * A thread that waits for 32 bits sleeps in the kernel on the guest's own word, which the kernel
 * compares. It cannot compare 64, and could sleep through a change of the upper half: so who waits
 * for 64 bits sleeps on a word of its own, in a list beside the memory, and the value is compared
 * under the lock that a notifier takes. A notifier asks the kernel only if somebody sleeps at an
 * address like this one.
 */
#include "memory.h"
#include "runtime.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct waiter {
	uint64_t address;
	_Atomic uint32_t woken;
	struct waiter *next; /* in order of arrival */
};

static struct memory_object *
memory_object(struct wasix_memory *memory)
{
	return (struct memory_object *)memory;
}

static void
waiter_add(struct memory_object *m, struct waiter *w)
{
	struct waiter **at = &m->waiters;

	while (*at)
		at = &(*at)->next;
	*at = w;
}

static void
waiter_remove(struct memory_object *m, const struct waiter *w)
{
	struct waiter **at = &m->waiters;

	while (*at && *at != w)
		at = &(*at)->next;
	if (*at)
		*at = w->next;
}

static struct timespec
deadline_after(int64_t timeout_ns)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += (time_t)(timeout_ns / 1000000000);
	t.tv_nsec += (long)(timeout_ns % 1000000000);
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	return t;
}

/* Until woken, the deadline (NULL: none) passed, or attention is wanted. */
static enum wait_result
waiter_sleep(struct waiter *w, const struct timespec *deadline, const _Atomic uint32_t *attention)
{
	while (!atomic_load(&w->woken)) {
		long r = attention_syscall(attention, SYS_futex, (long)&w->woken,
			FUTEX_WAIT_BITSET_PRIVATE, 0, (long)deadline, 0, FUTEX_BITSET_MATCH_ANY);
		if (r == -ETIMEDOUT)
			return WAIT_TIMED_OUT;
		if (r == SYSCALL_NOT_BEGUN || (r == -EINTR && atomic_load(attention)))
			return WAIT_INTERRUPTED;
	}
	return WAIT_WOKEN;
}

/* The lock is held and the value was as expected. Gives the lock back. */
static enum wait_result
wait_locked(struct memory_object *m, uint64_t address, int64_t timeout_ns,
	const _Atomic uint32_t *attention)
{
	struct waiter w = { .address = address };
	struct timespec deadline;

	if (timeout_ns >= 0)
		deadline = deadline_after(timeout_ns);
	waiter_add(m, &w);
	pthread_mutex_unlock(&m->wait_lock);
	enum wait_result result = waiter_sleep(&w, timeout_ns >= 0 ? &deadline : NULL, attention);
	if (result == WAIT_WOKEN)
		return result;
	pthread_mutex_lock(&m->wait_lock);
	bool woken = atomic_load(&w.woken); /* before the lock was taken */
	if (!woken)
		waiter_remove(m, &w);
	pthread_mutex_unlock(&m->wait_lock);
	return woken ? WAIT_WOKEN : result;
}

static _Atomic uint32_t *
sleepers_at(struct memory_object *m, uint64_t address)
{
	return &m->sleepers[(address >> 2 ^ address >> 12) % SLEEPER_COUNTS];
}

/* NOTE: a signal that nobody wants attention for ends the wait too, as if it had been woken: to
 * begin anew would lose a notify that came in between. */
static enum wait_result
wait_outcome(long result, const _Atomic uint32_t *attention)
{
	switch (result) {
	case -EAGAIN:
		return WAIT_NOT_EQUAL;
	case -ETIMEDOUT:
		return WAIT_TIMED_OUT;
	case SYSCALL_NOT_BEGUN:
		return WAIT_INTERRUPTED;
	case -EINTR:
		return atomic_load(attention) ? WAIT_INTERRUPTED : WAIT_WOKEN;
	default:
		return WAIT_WOKEN;
	}
}

enum wait_result
memory_wait32(struct wasix_memory *memory, uint64_t address, uint32_t expected, int64_t timeout_ns,
	const _Atomic uint32_t *attention)
{
	_Atomic uint32_t *sleepers = sleepers_at(memory_object(memory), address);
	uint32_t *word = memory_at(memory, address, sizeof *word);
	struct timespec deadline;

	if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != expected)
		return WAIT_NOT_EQUAL;
	if (timeout_ns >= 0)
		deadline = deadline_after(timeout_ns);
	atomic_fetch_add(sleepers, 1); /* before the kernel compares: see memory_notify */
	long result = attention_syscall(attention, SYS_futex, (long)word, FUTEX_WAIT_BITSET_PRIVATE,
		(long)expected, timeout_ns >= 0 ? (long)&deadline : 0, 0, FUTEX_BITSET_MATCH_ANY);
	atomic_fetch_sub(sleepers, 1);
	return wait_outcome(result, attention);
}

enum wait_result
memory_wait64(struct wasix_memory *memory, uint64_t address, uint64_t expected, int64_t timeout_ns,
	const _Atomic uint32_t *attention)
{
	struct memory_object *m = memory_object(memory);
	uint64_t *word = memory_at(memory, address, sizeof *word);

	enum wait_result result = WAIT_NOT_EQUAL;

	atomic_fetch_add(&m->listed, 1);
	pthread_mutex_lock(&m->wait_lock);
	if (__atomic_load_n(word, __ATOMIC_SEQ_CST) == expected)
		result = wait_locked(m, address, timeout_ns, attention);
	else
		pthread_mutex_unlock(&m->wait_lock);
	atomic_fetch_sub(&m->listed, 1);
	return result;
}

/* Of the list. */
static uint32_t
notify_listed(struct memory_object *m, uint64_t address, uint32_t count)
{
	uint32_t woken = 0;

	pthread_mutex_lock(&m->wait_lock);
	for (struct waiter **at = &m->waiters; *at && woken < count;) {
		struct waiter *w = *at;
		if (w->address != address) {
			at = &w->next;
			continue;
		}
		*at = w->next;
		woken++;
		/* Once woken is set its thread may return; only the address is used after. */
		_Atomic uint32_t *word = &w->woken;
		atomic_store(word, 1);
		syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
	}
	pthread_mutex_unlock(&m->wait_lock);
	return woken;
}

/* The guest changed the word before; a waiter counts itself before the word is compared. So either
 * it is seen here, or it sees the change.
 *
 * To notify nobody is how code says that it spins, as wasm has no instruction for it: Rust's
 * spin_loop (cmd/rust/rust_edits.def). What spins for a number of pauses would otherwise give up
 * long before native code does. bench/README.md, row "mpsc_pingpong". */
uint32_t
memory_notify(struct wasix_memory *memory, uint64_t address, uint32_t count)
{
	struct memory_object *m = memory_object(memory);
	long woken = 0;

	if (count == 0) {
		__builtin_ia32_pause();
		return 0;
	}
	atomic_thread_fence(memory_order_seq_cst);
	if (atomic_load(sleepers_at(m, address)))
		woken = syscall(SYS_futex, memory_at(memory, address, sizeof(uint32_t)),
			FUTEX_WAKE_PRIVATE, count < INT32_MAX ? count : INT32_MAX, NULL, NULL, 0);
	if (woken < 0)
		woken = 0;
	if ((uint32_t)woken < count && atomic_load(&m->listed))
		woken += notify_listed(m, address, count - (uint32_t)woken);
	return (uint32_t)woken;
}
