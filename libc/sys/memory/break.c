/* break.c -- memory from the end: what lies above the data, grown when it is used up. */
#include "memory.h"

#include <stdint.h>

#include <features.h>

#include "lock.h" /* needs features.h */

enum { WASM_PAGE = 65536, PAGE = 4096 };

#ifndef __PIC__
extern char __heap_base, __heap_end; /* the linker sets them */
#endif

/* Unused memory is [next, end). Somebody else may grow the memory too; then we go on behind it. */
static uintptr_t next, end;
static volatile int break_lock[1];

static int
grow(size_t need)
{
	size_t pages = (need + WASM_PAGE - 1) / WASM_PAGE;
	size_t at = __builtin_wasm_memory_grow(0, pages);
	if (at == SIZE_MAX)
		return 0;
	if (at * WASM_PAGE != end)
		next = at * WASM_PAGE;
	end = (at + pages) * WASM_PAGE; /* 0 at 4 GiB: never reached, see below */
	return 1;
}

/* Behind a program that loads libraries lies what the host loaded with it: all is to be grown. */
static void
start(void)
{
#ifndef __PIC__
	if (!end) {
		next = (uintptr_t)&__heap_base;
		end = (uintptr_t)&__heap_end;
	}
#endif
}

static void *
take(size_t n, size_t align)
{
	uintptr_t at;

	/* Again where somebody else grew the memory meanwhile: then what was left before counts no
	 * more. */
	while ((at = (next + align - 1) & -align) > end || end - at < n) {
		size_t missing = at > end ? at - end : 0;
		size_t need = n + missing - (at > end ? 0 : end - at);
		/* The last page stays unused, so that no address is close to wrapping. */
		if (at < next || n > UINT32_MAX - WASM_PAGE ||
			need > UINT32_MAX - 2 * WASM_PAGE - end)
			return NULL;
		if (!grow(need))
			return NULL;
	}
	next = at + n;
	return (void *)at;
}

void *
__wasix_break(size_t n)
{
	LOCK(break_lock);
	start();
	void *p = take(n, 16);
	UNLOCK(break_lock);
	return p;
}

char *
__wasix_break_pages(size_t len, size_t align, char **gap)
{
	LOCK(break_lock);
	start();
	uintptr_t before = next;
	char *p = take(len, align);
	/* unless memory has been grown elsewhere */
	bool adjoins = p && (uintptr_t)p - before < align;
	*gap = adjoins ? (char *)((before + PAGE - 1) & -(uintptr_t)PAGE) : p;
	UNLOCK(break_lock);
	return p;
}

bool
__wasix_break_extend(char *p, size_t more)
{
	uintptr_t at = (uintptr_t)p;
	bool fits = false;

	LOCK(break_lock);
	start();
	if (next == at && at <= UINT32_MAX - 2 * WASM_PAGE &&
		more <= UINT32_MAX - 2 * WASM_PAGE - at) {
		fits = end - at >= more || (grow(more - (end - at)) && next == at);
		if (fits)
			next = at + more;
	}
	UNLOCK(break_lock);
	return fits;
}

void
__wasix_break_hold(void)
{
	LOCK(break_lock);
}

void
__wasix_break_let_go(void)
{
	UNLOCK(break_lock);
}
