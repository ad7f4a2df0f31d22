/* memory.c -- linear memories: address space reserved once, pages made usable as it grows.
 *
 *   base          base + bytes                    base + 8 GiB   + guard
 *   | read, write |  no access, becomes usable by memory.grow   | none |
 *
 * Any i32 index + u32 offset + access size lands in the reservation, so compiled code does not
 * compare; a fault there is a trap (fault.c). The base never moves.
 */
#include "memory.h"

#include "arena.h"
#include "error.h"
#include "linear.h"
#include "runtime.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE            UINT64_C(65536)
#define RESERVED_BYTES  ((UINT64_C(8) << 30) + PAGE) /* index + offset + 16, rounded up */
#define MAX_PAGES       UINT64_C(65536)              /* spec, "Memory Types": 2^16 pages of i32 */
#define HUGE_PAGE       (UINT64_C(2) << 20)
#define MAPPED_BYTES    (RESERVED_BYTES + HUGE_PAGE)
#define HUGE_FROM_BYTES (UINT64_C(16) << 20) /* smaller ones would only waste memory */

static struct memory_object *
memory_object(const struct wasix_memory *memory)
{
	return (struct memory_object *)(uintptr_t)memory;
}

/* --- address space --- */

/* The base is aligned to huge pages: the kernel can use them from the first byte on. */
static bool
reserve(struct memory_object *m)
{
	void *mapping = mmap(
		NULL, MAPPED_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (mapping == MAP_FAILED)
		return false;
	m->mapping = mapping;
	m->memory.base = (uint8_t *)mapping + (-(uintptr_t)mapping & (HUGE_PAGE - 1));
	return true;
}

/* Makes [0, bytes) usable; [0, old) is already. */
static bool
commit(struct wasix_memory *memory, uint64_t old, uint64_t bytes)
{
	if (bytes == old)
		return true;
	if (mprotect(memory->base + old, bytes - old, PROT_READ | PROT_WRITE) != 0)
		return false;
	if (bytes >= HUGE_FROM_BYTES)
		madvise(memory->base, bytes, MADV_HUGEPAGE); /* advice: may fail */
	return true;
}

/* --- making, growing, ending --- */

static struct memory_object *
memory_object_new(struct wasix_store *store, struct limits pages)
{
	struct memory_object *m = arena_alloc(store->arena, sizeof *m);

	if (!m)
		return NULL;
	m->memory.max_pages = pages.max < MAX_PAGES ? pages.max : MAX_PAGES;
	m->memory.shared = pages.shared;
	m->memory.reserved = RESERVED_BYTES;
	m->memory.store = store;
	m->declared_max = pages.max;
	pthread_mutex_init(&m->lock, NULL);
	pthread_mutex_init(&m->wait_lock, NULL);
	return m;
}

static wasix_result
memory_map(struct memory_object *m, uint64_t bytes, wasix_error *err)
{
	if (!reserve(m))
		return fail(err, WASIX_LIMIT,
			"cannot reserve 8 GiB of address space for a linear memory: %s",
			strerror(errno));
	if (!commit(&m->memory, 0, bytes)) {
		int error = errno;
		munmap(m->mapping, MAPPED_BYTES);
		return fail(err, WASIX_LIMIT,
			"cannot get %" PRIu64 " bytes for a linear memory: %s", bytes,
			strerror(error));
	}
	m->memory.bytes = bytes;
	return WASIX_OK;
}

wasix_result
memory_new(
	struct wasix_store *store, struct limits pages, struct wasix_memory **out, wasix_error *err)
{
	if (pages.min > MAX_PAGES || pages.min > pages.max)
		return fail(err, WASIX_LIMIT, "a linear memory of %" PRIu64 " pages is too large",
			pages.min);
	struct memory_object *m = memory_object_new(store, pages);
	if (!m)
		return fail_memory(err);
	if (!store_take_memory(store, pages.min * PAGE, false))
		return fail(err, WASIX_LIMIT,
			"the module's linear memory needs %" PRIu64
			" bytes, more than the limit of %" PRIu64,
			pages.min * PAGE, store->max_memory_bytes);
	wasix_result result = memory_map(m, pages.min * PAGE, err);
	if (result != WASIX_OK) {
		store_give_memory(store, pages.min * PAGE);
		return result;
	}
	m->next = store->memories;
	store->memories = m;
	*out = &m->memory;
	return WASIX_OK;
}

static uint32_t
grow_locked(struct wasix_memory *memory, uint64_t delta_pages)
{
	uint64_t old = memory_bytes(memory), old_pages = old / PAGE;

	if (delta_pages > memory->max_pages - old_pages)
		return UINT32_MAX;
	if (!store_take_memory(memory->store, delta_pages * PAGE, true))
		return UINT32_MAX;
	if (!commit(memory, old, old + delta_pages * PAGE)) {
		store_give_memory(memory->store, delta_pages * PAGE);
		return UINT32_MAX;
	}
	atomic_store_explicit(&memory->bytes, old + delta_pages * PAGE, memory_order_release);
	return (uint32_t)old_pages;
}

uint32_t
memory_grow(struct wasix_memory *memory, uint64_t delta_pages)
{
	struct memory_object *m = memory_object(memory);

	pthread_mutex_lock(&m->lock);
	uint32_t old_pages = grow_locked(memory, delta_pages);
	pthread_mutex_unlock(&m->lock);
	return old_pages;
}

void
memories_delete(struct wasix_store *store)
{
	for (struct memory_object *m = store->memories; m; m = m->next) {
		munmap(m->mapping, MAPPED_BYTES);
		pthread_mutex_destroy(&m->lock);
		pthread_mutex_destroy(&m->wait_lock);
	}
	store->memories = NULL;
}

struct limits
memory_limits(const struct wasix_memory *memory)
{
	return (struct limits){ memory_bytes(memory) / PAGE, memory_object(memory)->declared_max,
		memory->shared };
}

static bool
is_in(const struct wasix_memory *memory, const void *address)
{
	return memory && (uintptr_t)address - (uintptr_t)memory->base < RESERVED_BYTES;
}

/* The memory that reserves an address; NULL: none. */
static const struct wasix_memory *
memory_around(const struct wasix_store *store, const void *address)
{
	for (const struct memory_object *m = store->memories; m; m = m->next)
		if (is_in(&m->memory, address))
			return &m->memory;
	for (const struct wasix_instance *i = store->owner ? store->instances : NULL; i;
		i = i->next)
		for (uint32_t k = 0; k < i->module->memory_count; k++)
			if (is_in(instance_memory(i, k), address))
				return instance_memory(i, k);
	return NULL;
}

bool
memory_reserves(const struct wasix_store *store, const void *address)
{
	return memory_around(store, address);
}

bool
memory_holds(const struct wasix_store *store, const void *address)
{
	const struct wasix_memory *m = memory_around(store, address);
	return m && (uintptr_t)address - (uintptr_t)m->base < memory_bytes(m);
}

/* --- bounds-checked access --- */

void *
memory_at(const struct wasix_memory *memory, uint64_t at, uint64_t len)
{
	uint64_t size = memory_bytes(memory);
	return len <= size && at <= size - len ? memory->base + at : NULL;
}

bool
memory_fill(struct wasix_memory *memory, uint64_t at, uint8_t value, uint64_t len)
{
	void *to = memory_at(memory, at, len);

	if (to)
		linear_set(to, value, len);
	return to;
}

bool
memory_copy(struct wasix_memory *to, uint64_t to_at, const struct wasix_memory *from,
	uint64_t from_at, uint64_t len)
{
	void *to_bytes = memory_at(to, to_at, len);
	const void *from_bytes = memory_at(from, from_at, len);

	if (!to_bytes || !from_bytes)
		return false;
	linear_move(to_bytes, from_bytes, len);
	return true;
}

bool
memory_guard(struct wasix_memory *memory, uint64_t at, uint64_t len, bool on)
{
	void *pages = memory_at(memory, at, len);

	return pages && mprotect(pages, len, on ? PROT_NONE : PROT_READ | PROT_WRITE) == 0;
}

bool
memory_write(struct wasix_memory *memory, uint64_t at, const void *bytes, uint64_t len)
{
	void *to = memory_at(memory, at, len);

	if (to && len)
		linear_copy(to, bytes, len);
	return to;
}
