/* mmap.c -- anonymous memory, by address-ordered first fit over what munmap gave back.
 *
 * A free extent holds its own record in its first bytes. Fresh memory is zero; a free extent is
 * cleared when it is handed out again. There is no protection: every page can be read and written.
 */
#include "exit_lock.h"
#include "lowered.h"
#include "memory.h"
#include "mmap_shared.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096 };

struct extent {
	struct extent *next; /* by address */
	size_t len;
};

static struct extent *extents;
static volatile int extents_lock;

static size_t
round_up(size_t len)
{
	return (len + PAGE - 1) & (size_t)-PAGE;
}

static void *
take_free(size_t len)
{
	for (struct extent **at = &extents, *x; (x = *at); at = &x->next) {
		if (x->len < len)
			continue;
		if (x->len > len) {
			struct extent *rest = (void *)((char *)x + len);
			rest->len = x->len - len;
			rest->next = x->next;
			*at = rest;
		} else {
			*at = x->next;
		}
		return memset(x, 0, len);
	}
	return NULL;
}

/* Takes [p, p + len) out of the free extents if it is all free. */
static bool
take_free_at(char *p, size_t len)
{
	for (struct extent **at = &extents, *x; (x = *at); at = &x->next) {
		char *start = (char *)x, *end = start + x->len;
		if (p < start || p >= end)
			continue;
		if ((size_t)(end - p) < len)
			return false;
		struct extent *after = x->next;
		if (p + len < end) {
			after = (void *)(p + len);
			after->len = (size_t)(end - (p + len));
			after->next = x->next;
		}
		if (p == start) {
			*at = after;
		} else {
			x->len = (size_t)(p - start);
			x->next = after;
		}
		memset(p, 0, len);
		return true;
	}
	return false;
}

/* Adds [start, end) to the free extents; what of it is free already (munmap may be called twice)
 * stays counted once. */
static void
give_back(char *start, char *end)
{
	struct extent **at = &extents, *x;

	while ((x = *at) && (char *)x + x->len < start)
		at = &x->next;
	while ((x = *at) && (char *)x <= end) {
		if ((char *)x < start)
			start = (char *)x;
		if ((char *)x + x->len > end)
			end = (char *)x + x->len;
		*at = x->next;
	}
	x = (void *)start;
	x->len = (size_t)(end - start);
	x->next = *at;
	*at = x;
}

long
__wasix_map_pages(size_t len)
{
	if (len == 0)
		return -EINVAL;
	if (len > PTRDIFF_MAX)
		return -ENOMEM;
	len = round_up(len);
	exit_lock(&extents_lock);
	void *p = take_free(len);
	exit_unlock(&extents_lock);
	if (!p)
		p = __wasix_break_pages(len);
	return p ? (long)p : -ENOMEM;
}

static bool
is_error(long p)
{
	return (unsigned long)p > (unsigned long)-PAGE;
}

/* musl's own use, renamed by libc/musl.cmake: never fixed, never a file. */
void *
__wasix_map_anonymous(void *hint, size_t len, int prot, int flags, int fd, off_t offset)
{
	(void)hint, (void)prot, (void)flags, (void)fd, (void)offset;
	long p = __wasix_map_pages(len);
	if (is_error(p)) {
		errno = (int)-p;
		return MAP_FAILED;
	}
	return (void *)p;
}

long
__wasix_sys_munmap(long addr, long len)
{
	if (addr & (PAGE - 1) || len == 0)
		return -EINVAL;
	char *start = (char *)addr;
	if (__wasix_share_hooks)
		__wasix_share_hooks->end(start, round_up((size_t)len));
	exit_lock(&extents_lock);
	give_back(start, start + round_up((size_t)len));
	exit_unlock(&extents_lock);
	return 0;
}

/* Grows in place if the pages behind are free, else moves. */
long
__wasix_sys_mremap(long addr, long old_len, long new_len, long flags, long new_addr)
{
	(void)new_addr;
	size_t old = round_up((size_t)old_len), new = round_up((size_t)new_len);

	if (addr & (PAGE - 1) || new == 0 || flags & ~MREMAP_MAYMOVE)
		return -EINVAL;
	if (__wasix_share_hooks && new > old && __wasix_share_hooks->covers((char *)addr, old))
		return -ENOMEM; /* NOTE: a shared mapping of a file does not grow */
	if (new <= old) {
		if (new < old)
			__wasix_sys_munmap(addr + (long)new, (long)(old - new));
		return addr;
	}
	exit_lock(&extents_lock);
	bool grown = take_free_at((char *)addr + old, new - old);
	exit_unlock(&extents_lock);
	if (grown)
		return addr;
	if (!(flags & MREMAP_MAYMOVE))
		return -ENOMEM;
	long p = __wasix_map_pages(new);
	if (is_error(p))
		return p;
	memcpy((void *)p, (void *)addr, old);
	__wasix_sys_munmap(addr, (long)old);
	return p;
}

/* --- fork --- */

static const struct share_hooks *held; /* under extents_lock: there may be some by the end */

void
__wasix_memory_hold(void)
{
	const struct share_hooks *hooks = __wasix_share_hooks;

	if (hooks)
		hooks->hold();
	exit_lock(&extents_lock);
	held = hooks;
	__wasix_break_hold();
}

void
__wasix_memory_let_go(void)
{
	const struct share_hooks *hooks = held;

	__wasix_break_let_go();
	exit_unlock(&extents_lock);
	if (hooks)
		hooks->let_go();
}
