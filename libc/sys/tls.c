/* tls.c -- the main thread, whole from the start. */
#include "libc.h"
#include "pthread_impl.h"

volatile int __thread_list_lock;

static struct pthread main_thread = {
	.self = &main_thread,
	.prev = &main_thread,
	.next = &main_thread,
	.tid = 1, /* threads/clone.c asks the host for it */
	.detach_state = DT_JOINABLE,
	.locale = &__libc.global_locale,
	.robust_list.head = &main_thread.robust_list.head,
};

_Thread_local void *__wasix_self = &main_thread;
