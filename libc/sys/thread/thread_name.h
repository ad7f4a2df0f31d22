/* thread_name.h -- the name of a thread lies behind its struct pthread. */
#ifndef SYS_THREAD_NAME_H
#define SYS_THREAD_NAME_H

#include "pthread_impl.h"

enum { THREAD_NAME_SIZE = 16 };

static inline char *
thread_name(struct pthread *thread)
{
	return (char *)(thread + 1);
}

#endif
