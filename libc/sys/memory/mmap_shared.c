/* mmap_shared.c -- memory that is shared with files or with other processes.
 *
 * Our host maps it over the program's pages. On others a shared mapping is a copy of the file, with
 * a second copy to tell what changed: msync, munmap and the end of the process write the bytes that
 * differ. Between them other readers of the file see the old contents, and this process does not
 * see other writers.
 */
#include "mmap_shared.h"

#include "exit_lock.h"
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "futex.h"

USES_EXTENSION(mmap);
USES_EXTENSION(munmap);
USES_EXTENSION(msync);
USES_EXTENSION(futex);

enum { PAGE = 4096 };

struct shared {
	struct shared *next;
	char *at;
	char *was; /* of a copy: what the file is known to hold; NULL: the host shares it */
	size_t len;
	long fd; /* of a copy: a duplicate, since the program may close its own */
	uint64_t offset;
};

static struct shared *mappings;
static volatile int mappings_lock; /* not held where free or munmap may come back here */

static bool
overlaps(const struct shared *s, const char *at, size_t len)
{
	return at < s->at + s->len && (len > (uintptr_t)-1 - (uintptr_t)at || s->at < at + len);
}

/* Writes what differs in one page; n is less in a page that the file ends in. */
static long
write_page(struct shared *s, size_t start, size_t n)
{
	size_t first = start, last = start + n;

	while (first < last && s->at[first] == s->was[first])
		first++;
	while (last > first && s->at[last - 1] == s->was[last - 1])
		last--;
	uint64_t at = s->offset + first;
	for (size_t done = 0; done < last - first;) {
		long w = __wasix_sys_pwrite64(s->fd, (long)(s->at + first + done),
			(long)(last - first - done), (long)(at + done), (long)((at + done) >> 32),
			0);
		if (w <= 0)
			return w < 0 ? w : -EIO;
		done += (size_t)w;
	}
	memcpy(s->was + first, s->at + first, last - first);
	return 0;
}

/* What lies behind the end of the file stays out of it. */
static long
write_back(struct shared *s)
{
	struct abi_filestat stat;
	uint32_t e = __import_preview1_fd_filestat_get((abi_fd)s->fd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	uint64_t in_file = stat.size > s->offset ? stat.size - s->offset : 0;
	size_t end = in_file < s->len ? (size_t)in_file : s->len;
	for (size_t start = 0; start < end; start += PAGE) {
		long r = write_page(s, start, end - start < PAGE ? end - start : PAGE);
		if (r < 0)
			return r;
	}
	return 0;
}

/* The part of a mapping that lies in the range. */
static char *
part_of(const struct shared *s, char *at, size_t len, size_t *part)
{
	char *from = s->at > at ? s->at : at;
	size_t left = (size_t)(s->at + s->len - from);

	*part = len - (size_t)(from - at) < left ? len - (size_t)(from - at) : left;
	return from;
}

static long
sync_one(struct shared *s, char *at, size_t len, long flags)
{
	size_t part;

	if (s->was)
		return write_back(s);
	if (!flags)
		return 0;
	char *from = part_of(s, at, len, &part);
	return (long)EXTENSION(msync, (long)from, part, flags);
}

static long
sync_range(char *at, size_t len, long flags)
{
	long result = 0;

	exit_lock(&mappings_lock);
	for (struct shared *s = mappings; s; s = s->next) {
		long r = overlaps(s, at, len) ? sync_one(s, at, len, flags) : 0;
		if (result == 0)
			result = r;
	}
	exit_unlock(&mappings_lock);
	return result;
}

static bool
add(struct shared mapping)
{
	struct shared *s = malloc(sizeof *s);
	if (!s)
		return false;
	*s = mapping;
	exit_lock(&mappings_lock);
	s->next = mappings;
	mappings = s;
	exit_unlock(&mappings_lock);
	return true;
}

/* What is left of one in front of the range or behind it. */
static void
keep(const struct shared *s, char *at, size_t len, uint64_t offset)
{
	if (s->was)
		__wasix_share_copy(at, len, s->fd, offset);
	else
		add((struct shared){ .at = at, .len = len });
}

static void
end_mapping(struct shared *s, char *at, size_t len)
{
	size_t part;
	char *from = part_of(s, at, len, &part);

	if (s->at < from)
		keep(s, s->at, (size_t)(from - s->at), s->offset);
	if (from + part < s->at + s->len) {
		size_t cut = (size_t)(from - s->at) + part;
		keep(s, s->at + cut, s->len - cut, s->offset + cut);
	}
	if (s->was) {
		__wasix_sys_close(s->fd);
		__wasix_sys_munmap((long)s->was, (long)s->len);
	} else {
		EXTENSION(munmap, (long)from, part);
	}
	free(s);
}

/* Takes one that overlaps out of the list, or NULL. */
static struct shared *
take(char *at, size_t len)
{
	exit_lock(&mappings_lock);
	struct shared **link = &mappings;
	while (*link && !overlaps(*link, at, len))
		link = &(*link)->next;
	struct shared *s = *link;
	if (s)
		*link = s->next;
	exit_unlock(&mappings_lock);
	return s;
}

static long
end_range(char *at, size_t len)
{
	long result = sync_range(at, len, 0);

	for (struct shared *s; (s = take(at, len));)
		end_mapping(s, at, len);
	return result;
}

static int
covers(const char *at, size_t len)
{
	exit_lock(&mappings_lock);
	struct shared *s = mappings;
	while (s && !overlaps(s, at, len))
		s = s->next;
	exit_unlock(&mappings_lock);
	return s != NULL;
}

static void
hold(void)
{
	exit_lock(&mappings_lock);
}

static void
let_go(void)
{
	exit_unlock(&mappings_lock);
}

static long
shared_futex(long addr, long op, long value, long timeout)
{
	return (long)EXTENSION(futex, addr, op & ~FUTEX_CLOCK_REALTIME, value, timeout);
}

/* --- atomic operations, also of a program with one thread --- */

static int
shared_cas(volatile int *p, int expected, int value)
{
	__atomic_compare_exchange_n(p, &expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return expected;
}

static int
shared_swap(volatile int *p, int value)
{
	return __atomic_exchange_n(p, value, __ATOMIC_SEQ_CST);
}

static int
shared_fetch_add(volatile int *p, int value)
{
	return __atomic_fetch_add(p, value, __ATOMIC_SEQ_CST);
}

static int
shared_fetch_and(volatile int *p, int value)
{
	return __atomic_fetch_and(p, value, __ATOMIC_SEQ_CST);
}

static int
shared_fetch_or(volatile int *p, int value)
{
	return __atomic_fetch_or(p, value, __ATOMIC_SEQ_CST);
}

static void
shared_store(volatile int *p, int value)
{
	__atomic_store_n(p, value, __ATOMIC_SEQ_CST);
}

static void
shared_barrier(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static const struct share_hooks HOOKS = {
	.sync = sync_range,
	.end = end_range,
	.covers = covers,
	.hold = hold,
	.let_go = let_go,
	.futex = shared_futex,
	.cas = shared_cas,
	.swap = shared_swap,
	.fetch_add = shared_fetch_add,
	.fetch_and = shared_fetch_and,
	.fetch_or = shared_fetch_or,
	.store = shared_store,
	.barrier = shared_barrier,
};

/* --- sharing --- */

long
__wasix_share(char *at, size_t len, long prot, long fd, uint64_t offset)
{
	long r = (long)EXTENSION(mmap, (long)at, len, prot, fd, (long long)offset);
	if (r < 0)
		return r;
	if (!add((struct shared){ .at = at, .len = len })) {
		EXTENSION(munmap, (long)at, len);
		return -ENOMEM;
	}
	__wasix_share_hooks = &HOOKS;
	return 0;
}

long
__wasix_share_copy(char *at, size_t len, long fd, uint64_t offset)
{
	long was = __wasix_map_pages(len), copy = __wasix_sys_dup(fd);
	bool mapped = (unsigned long)was < (unsigned long)-PAGE;

	if (mapped && copy >= 0) {
		memcpy((char *)was, at, len);
		if (add((struct shared){ NULL, at, (char *)was, len, copy, offset })) {
			__wasix_share_hooks = &HOOKS;
			return 0;
		}
	}
	long r = !mapped ? was : copy < 0 ? copy : -ENOMEM;
	if (mapped)
		__wasix_sys_munmap(was, (long)len);
	if (copy >= 0)
		__wasix_sys_close(copy);
	return r;
}
