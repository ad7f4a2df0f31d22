/* pthread_arch.h -- the thread pointer is a thread-local variable; the main thread's value is
 * there from the start. */
#include <features.h>

extern hidden _Thread_local void *__wasix_self;

static inline uintptr_t
__get_tp(void)
{
	return (uintptr_t)__wasix_self;
}

#define MC_PC __pc
