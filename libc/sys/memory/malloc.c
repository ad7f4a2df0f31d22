/* malloc.c -- malloc and its kind, over slots.h and large.c.
 *
 * All names are weak, so that a program may have its own; musl's own uses of some stay with these.
 */
#include "slots.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

enum : size_t {
	LARGEST = PTRDIFF_MAX - PAGE, /* whole pages of it have a size, too */
	MOVED_ROOM = 8, /* what has pages of its own and must move gets an eighth more, for the next
			   times */
};

static __attribute__((noinline)) void *
no_memory(void)
{
	errno = ENOMEM;
	return NULL;
}

/* The other part may have what this one lacks. */
static __attribute__((noinline)) void *
get_after_all(size_t n, bool *zero)
{
	__wasix_small_trim();
	void *p = __wasix_large_get(n, zero);
	return p ? p : no_memory();
}

static __attribute__((noinline)) void *
get_large(size_t n, bool *zero)
{
	if (n > LARGEST)
		return no_memory();
	void *p = __wasix_large_get(n, zero);
	return p ? p : get_after_all(n, zero);
}

void *
__libc_malloc(size_t n)
{
	bool zero;

	if (n > SMALL_MAX)
		return get_large(n, &zero);
	void *p = slot_take(class_of(n));
	return __builtin_expect(p != NULL, 1) ? p : get_after_all(n, &zero);
}

void
__libc_free(void *p)
{
	if (!p)
		return;
	if (is_small(p))
		slot_give(p, class_of_slot(p));
	else
		__wasix_large_give(p);
}

void *
__libc_calloc(size_t count, size_t size)
{
	size_t n;
	bool zero = false;

	if (__builtin_mul_overflow(count, size, &n))
		return no_memory();
	void *p = n > SMALL_MAX ? get_large(n, &zero) : __libc_malloc(n);
	return p && !zero ? memset(p, 0, n) : p;
}

static size_t
usable(void *p)
{
	return is_small(p) ? class_size(class_of_slot(p)) : __wasix_large_size(p);
}

static bool
resized(void *p, size_t has, size_t n)
{
	if (is_small(p))
		return n <= has && (n > has / 2 || has == UNIT);
	return __wasix_large_resize(p, n);
}

void *
__libc_realloc(void *p, size_t n)
{
	if (!p)
		return __libc_malloc(n);
	if (n > LARGEST)
		return no_memory();
	size_t has = usable(p);
	if (resized(p, has, n))
		return p;
	bool zero, grows = n > has;
	void *new = NULL;
	if (grows && has > MAPPED_MIN)
		new = __wasix_large_get(n + n / MOVED_ROOM, &zero);
	if (!new && !(new = __libc_malloc(n)))
		return grows ? NULL : p;
	memcpy(new, p, grows ? has : n);
	__libc_free(p);
	return new;
}

/* --- the names of programs --- */

weak_alias(__libc_malloc, malloc);
weak_alias(__libc_free, free);
weak_alias(__libc_realloc, realloc);

static bool
is_replaced(void)
{
	return malloc != __libc_malloc;
}

/* A program that has a malloc without a calloc expects its malloc to be asked. */
weak void *
calloc(size_t count, size_t size)
{
	size_t n;

	if (!is_replaced())
		return __libc_calloc(count, size);
	if (__builtin_mul_overflow(count, size, &n))
		return no_memory();
	void *p = malloc(n);
	return p ? memset(p, 0, n) : p;
}

/* Multiples of the alignment are the sizes of some classes, up to a page, and their slots are
 * aligned so. */
static void *
get_small_aligned(size_t align, size_t n)
{
	unsigned class = class_of(n > align ? n : align);

	while (class < CLASSES && class_size(class) % align)
		class++;
	return class < CLASSES ? slot_take(class) : NULL;
}

weak void *
aligned_alloc(size_t align, size_t n)
{
	if (align & (align - 1)) {
		errno = EINVAL;
		return NULL;
	}
	if (n > LARGEST || is_replaced())
		return no_memory();
	if (align <= UNIT)
		return __libc_malloc(n);
	void *p = align <= PAGE && n <= SMALL_MAX ? get_small_aligned(align, n) : NULL;
	if (!p)
		p = __wasix_large_get_aligned(align, n);
	if (!p) {
		__wasix_small_trim();
		p = __wasix_large_get_aligned(align, n);
	}
	return p ? p : no_memory();
}

weak size_t
malloc_usable_size(void *p)
{
	return p ? usable(p) : 0;
}
