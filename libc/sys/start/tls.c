/* tls.c -- the main thread, whole from the start. */
#include "libc.h"
#include "thread_name.h"

volatile int __thread_list_lock;

static struct {
	struct pthread thread;
	char name[THREAD_NAME_SIZE];
} first = {
	.thread = {
		.self = &first.thread,
		.prev = &first.thread,
		.next = &first.thread,
		.tid = 1, /* threads/clone.c asks the host for it */
		.detach_state = DT_JOINABLE,
		.locale = &__libc.global_locale,
		.robust_list.head = &first.thread.robust_list.head,
	},
};

_Thread_local void *__wasix_self = &first.thread;
