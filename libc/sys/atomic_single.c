/* atomic_single.c -- musl's atomic operations in a program that has one thread. */
#include "atomic_arch.h"

int
__wasix_cas(volatile int *p, int expected, int value)
{
	int old = *p;
	if (old == expected)
		*p = value;
	return old;
}

int
__wasix_swap(volatile int *p, int value)
{
	int old = *p;
	*p = value;
	return old;
}

int
__wasix_fetch_add(volatile int *p, int value)
{
	int old = *p;
	*p = (int)((unsigned)old + (unsigned)value);
	return old;
}

int
__wasix_fetch_and(volatile int *p, int value)
{
	int old = *p;
	*p = old & value;
	return old;
}

int
__wasix_fetch_or(volatile int *p, int value)
{
	int old = *p;
	*p = old | value;
	return old;
}

void
__wasix_store(volatile int *p, int value)
{
	*p = value;
}

void
__wasix_barrier(void)
{
}
