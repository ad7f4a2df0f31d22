/* wait.c -- memory.atomic.wait and notify: a list of waiting threads beside each shared memory.
 *
 * A futex on the guest's own word would be shorter, but the kernel compares 32 bits: a 64-bit wait
 * could sleep through a change of the upper half. So each waiter sleeps on a word of its own, and
 * the value is compared under the lock that a notifier takes.
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
		if (r == -EINTR && atomic_load(attention))
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

enum wait_result
memory_wait32(struct wasix_memory *memory, uint64_t address, uint32_t expected, int64_t timeout_ns,
	const _Atomic uint32_t *attention)
{
	struct memory_object *m = memory_object(memory);
	uint32_t *word = memory_at(memory, address, sizeof *word);

	pthread_mutex_lock(&m->wait_lock);
	if (__atomic_load_n(word, __ATOMIC_SEQ_CST) == expected)
		return wait_locked(m, address, timeout_ns, attention);
	pthread_mutex_unlock(&m->wait_lock);
	return WAIT_NOT_EQUAL;
}

enum wait_result
memory_wait64(struct wasix_memory *memory, uint64_t address, uint64_t expected, int64_t timeout_ns,
	const _Atomic uint32_t *attention)
{
	struct memory_object *m = memory_object(memory);
	uint64_t *word = memory_at(memory, address, sizeof *word);

	pthread_mutex_lock(&m->wait_lock);
	if (__atomic_load_n(word, __ATOMIC_SEQ_CST) == expected)
		return wait_locked(m, address, timeout_ns, attention);
	pthread_mutex_unlock(&m->wait_lock);
	return WAIT_NOT_EQUAL;
}

uint32_t
memory_notify(struct wasix_memory *memory, uint64_t address, uint32_t count)
{
	struct memory_object *m = memory_object(memory);
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
