/* atomic.c -- musl's atomic operations in a program with threads. */
#include "atomic_arch.h"

#include <stdbool.h>

int
__wasix_cas(volatile int *p, int expected, int value)
{
	__atomic_compare_exchange_n(p, &expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return expected;
}

int
__wasix_swap(volatile int *p, int value)
{
	return __atomic_exchange_n(p, value, __ATOMIC_SEQ_CST);
}

int
__wasix_fetch_add(volatile int *p, int value)
{
	return __atomic_fetch_add(p, value, __ATOMIC_SEQ_CST);
}

int
__wasix_fetch_and(volatile int *p, int value)
{
	return __atomic_fetch_and(p, value, __ATOMIC_SEQ_CST);
}

int
__wasix_fetch_or(volatile int *p, int value)
{
	return __atomic_fetch_or(p, value, __ATOMIC_SEQ_CST);
}

void
__wasix_store(volatile int *p, int value)
{
	__atomic_store_n(p, value, __ATOMIC_SEQ_CST);
}

void
__wasix_barrier(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}
