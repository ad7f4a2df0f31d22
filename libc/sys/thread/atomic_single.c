/* atomic_single.c -- musl's atomic operations in a program that has one thread. Once it shares
 * memory with other processes they are real all the same (mmap_shared.c). */
#include "atomic_arch.h"
#include "mmap_shared.h"

#define SHARES __builtin_expect(__wasix_share_hooks != NULL, 0)

int
__wasix_cas(volatile int *p, int expected, int value)
{
	if (SHARES)
		return __wasix_share_hooks->cas(p, expected, value);
	int old = *p;
	if (old == expected)
		*p = value;
	return old;
}

int
__wasix_swap(volatile int *p, int value)
{
	if (SHARES)
		return __wasix_share_hooks->swap(p, value);
	int old = *p;
	*p = value;
	return old;
}

int
__wasix_fetch_add(volatile int *p, int value)
{
	if (SHARES)
		return __wasix_share_hooks->fetch_add(p, value);
	int old = *p;
	*p = (int)((unsigned)old + (unsigned)value);
	return old;
}

int
__wasix_fetch_and(volatile int *p, int value)
{
	if (SHARES)
		return __wasix_share_hooks->fetch_and(p, value);
	int old = *p;
	*p = old & value;
	return old;
}

int
__wasix_fetch_or(volatile int *p, int value)
{
	if (SHARES)
		return __wasix_share_hooks->fetch_or(p, value);
	int old = *p;
	*p = old | value;
	return old;
}

void
__wasix_store(volatile int *p, int value)
{
	if (SHARES)
		__wasix_share_hooks->store(p, value);
	else
		*p = value;
}

void
__wasix_barrier(void)
{
	if (SHARES)
		__wasix_share_hooks->barrier();
}
