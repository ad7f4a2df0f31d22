/* atomic_arch.h -- musl's atomic operations as calls.
 *
 * A program without threads links plain versions (sys/thread/atomic_single.c) and so needs no
 * atomic instruction; with -pthread the real ones (threads/atomic.c) come first.
 */
#include <features.h>

hidden int __wasix_cas(volatile int *, int, int);
hidden int __wasix_swap(volatile int *, int);
hidden int __wasix_fetch_add(volatile int *, int);
hidden int __wasix_fetch_and(volatile int *, int);
hidden int __wasix_fetch_or(volatile int *, int);
hidden void __wasix_store(volatile int *, int);
hidden void __wasix_barrier(void);

#define a_cas       __wasix_cas
#define a_swap      __wasix_swap
#define a_fetch_add __wasix_fetch_add
#define a_fetch_and __wasix_fetch_and
#define a_fetch_or  __wasix_fetch_or
#define a_store     __wasix_store
#define a_barrier   __wasix_barrier

#define a_crash __builtin_trap

#define a_ctz_32 __builtin_ctz
#define a_ctz_64 __builtin_ctzll
#define a_clz_64 __builtin_clzll
