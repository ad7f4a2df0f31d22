/* copy.c -- memcpy, memmove and memset are instructions of wasm. With a length of 0 those trap
 * where the address lies outside; the functions of C do nothing. */
#include <string.h>

void *
memcpy(void *restrict to, const void *restrict from, size_t n)
{
	if (n)
		__builtin_memcpy(to, from, n);
	return to;
}

void *
memmove(void *to, const void *from, size_t n)
{
	if (n)
		__builtin_memmove(to, from, n);
	return to;
}

void *
memset(void *to, int byte, size_t n)
{
	if (n)
		__builtin_memset(to, byte, n);
	return to;
}
