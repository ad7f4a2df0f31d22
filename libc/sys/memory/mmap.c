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

/* What *at points to becomes [from, to), or nothing if that is empty. */
static struct extent **
replace(struct extent **at, struct extent *next, char *from, char *to)
{
	if (from == to) {
		*at = next;
		return at;
	}
	struct extent *x = (void *)from;
	x->len = (size_t)(to - from);
	x->next = next;
	*at = x;
	return &x->next;
}

/* [p, p + len) leaves the extent that it lies in. */
static void
cut(struct extent **at, char *p, size_t len)
{
	struct extent *x = *at, *next = x->next;
	char *start = (char *)x, *end = start + x->len;

	at = replace(at, next, start, p);
	replace(at, next, p + len, end);
}

static void *
take_free(size_t len, size_t align)
{
	for (struct extent **at = &extents, *x; (x = *at); at = &x->next) {
		size_t skip = -(uintptr_t)x & (align - 1);
		if (x->len < len || x->len - len < skip)
			continue;
		char *p = (char *)x + skip;
		cut(at, p, len);
		return p;
	}
	return NULL;
}

/* Takes [p, p + len) out of the free extents if it is all free. */
static bool
take_free_at(char *p, size_t len)
{
	for (struct extent **at = &extents, *x; (x = *at) && (char *)x <= p; at = &x->next) {
		size_t skip = (size_t)(p - (char *)x);
		if (x->len <= skip)
			continue;
		if (x->len - skip < len)
			return false;
		cut(at, p, len);
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

void
__wasix_pages_give(char *start, char *end)
{
	exit_lock(&extents_lock);
	give_back(start, end);
	exit_unlock(&extents_lock);
}

void *
__wasix_pages_take(size_t len, size_t align, bool *zero)
{
	exit_lock(&extents_lock);
	char *p = take_free(len, align);
	exit_unlock(&extents_lock);
	*zero = !p;
	if (p)
		return p;
	char *gap;
	p = __wasix_break_pages(len, align, &gap);
	if (p && gap < p)
		__wasix_pages_give(gap, p);
	return p;
}

bool
__wasix_pages_extend(char *end, size_t more, bool *zero)
{
	exit_lock(&extents_lock);
	bool taken = take_free_at(end, more);
	exit_unlock(&extents_lock);
	*zero = !taken;
	return taken || __wasix_break_extend(end, more);
}

long
__wasix_map_pages(size_t len)
{
	bool zero;

	if (len == 0)
		return -EINVAL;
	if (len > PTRDIFF_MAX)
		return -ENOMEM;
	void *p = __wasix_pages_take(round_up(len), PAGE, &zero);
	if (!p)
		return -ENOMEM;
	return (long)(zero ? p : memset(p, 0, round_up(len)));
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
	__wasix_pages_give(start, start + round_up((size_t)len));
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
	char *end = (char *)addr + old;
	bool zero;
	if (__wasix_pages_extend(end, new - old, &zero)) {
		if (!zero)
			memset(end, 0, new - old);
		return addr;
	}
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
