/* mq_notify.c -- being told of a message in an empty queue: by a signal, or by a thread that waits
 * for it in this process. */
#include "mq.h"

#include "extension.h"
#include "fork_locks.h"
#include "lowered.h"

#include <errno.h>
#include <mqueue.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "lock.h"

USES_EXTENSION(rt_sigqueueinfo);

enum { CODE_OF_QUEUE = -3 }; /* SI_MESGQ */

/* A thread that waits; it has a mapping of its own, since the program may close the queue. */
struct listener {
	struct listener *next;
	struct queue *queue;
	unsigned number; /* of its notification */
	bool is_given_back;
	void (*function)(union sigval);
	union sigval value;
};

static struct listener *listeners;
static volatile int listeners_lock[1];
HELD_OVER_FORK(listeners_lock);

void
__wasix_mq_tell(struct queue *q, const struct notification *n)
{
	if (n->how == SIGEV_THREAD)
		ipc_changed(&q->notices);
	else if (n->how == SIGEV_SIGNAL)
		(void)EXTENSION(rt_sigqueueinfo, n->pid, n->signal, (unsigned)n->value.sival_int,
			CODE_OF_QUEUE);
}

/* --- threads --- */

static bool
waits(struct listener *l)
{
	struct queue *q = l->queue;

	ipc_lock(&q->lock);
	bool is_registered =
		q->notified.pid == (int)__wasix_sys_getpid() && q->notified.number == l->number;
	ipc_unlock(&q->lock);
	return is_registered;
}

static void
listener_remove(struct listener *l)
{
	LOCK(listeners_lock);
	struct listener **at = &listeners;
	while (*at && *at != l)
		at = &(*at)->next;
	if (*at)
		*at = l->next;
	UNLOCK(listeners_lock);
	__wasix_sys_munmap((long)l->queue, (long)__wasix_mq_bytes(l->queue));
	free(l);
}

static void *
listen(void *argument)
{
	struct listener *l = argument;

	for (;;) {
		int seen = l->queue->notices;
		if (!waits(l))
			break;
		__wasix_ipc_wait(&l->queue->notices, seen, NULL);
	}
	bool told = !l->is_given_back;
	void (*function)(union sigval) = l->function;
	union sigval value = l->value;
	listener_remove(l);
	if (told)
		function(value);
	return NULL;
}

/* 0 or -errno. */
static long
listener_make(long fd, struct queue *q, const struct sigevent *e, struct listener **out)
{
	struct listener *l = malloc(sizeof *l);

	if (!l)
		return -ENOMEM;
	long r = __wasix_sys_mmap2(
		0, (long)__wasix_mq_bytes(q), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (IPC_FAILED(r)) {
		free(l);
		return r;
	}
	*l = (struct listener){ .queue = (struct queue *)r,
		.function = e->sigev_notify_function,
		.value = e->sigev_value };
	*out = l;
	return 0;
}

/* The thread is there before anybody is told. With the queue's lock held. */
static long
listener_start(struct listener *l, const struct sigevent *e)
{
	pthread_attr_t attributes;
	pthread_t thread;

	if (e->sigev_notify_attributes)
		attributes = *e->sigev_notify_attributes;
	else
		pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	LOCK(listeners_lock);
	l->next = listeners;
	listeners = l;
	UNLOCK(listeners_lock);
	return -(long)pthread_create(&thread, &attributes, listen, l);
}

/* --- turns --- */

static bool
is_taken(const struct queue *q)
{
	int pid = q->notified.pid;
	return pid && (pid == (int)__wasix_sys_getpid() || !__wasix_ipc_is_gone(pid));
}

void
__wasix_mq_notify_nobody(struct queue *q)
{
	ipc_lock(&q->lock);
	bool is_ours = q->notified.pid == (int)__wasix_sys_getpid();
	bool by_thread = is_ours && q->notified.how == SIGEV_THREAD;
	if (by_thread) {
		LOCK(listeners_lock);
		for (struct listener *l = listeners; l; l = l->next)
			if (l->number == q->notified.number)
				l->is_given_back = true;
		UNLOCK(listeners_lock);
	}
	if (is_ours)
		q->notified.pid = 0;
	ipc_unlock(&q->lock);
	if (by_thread)
		ipc_changed(&q->notices);
}

static long
take_turn(struct queue *q, const struct sigevent *e, struct listener *l)
{
	static unsigned numbers;

	if (is_taken(q))
		return -EBUSY;
	q->notified = (struct notification){ .pid = (int)__wasix_sys_getpid(),
		.how = e->sigev_notify,
		.signal = e->sigev_signo,
		.value = e->sigev_value,
		.number = ++numbers };
	if (!l)
		return 0;
	l->number = q->notified.number;
	long r = listener_start(l, e);
	if (r < 0)
		q->notified.pid = 0;
	return r;
}

static long
check(const struct sigevent *e)
{
	switch (e->sigev_notify) {
	case SIGEV_NONE:
	case SIGEV_THREAD:
		return 0;
	case SIGEV_SIGNAL:
		return e->sigev_signo <= 0 || e->sigev_signo >= _NSIG ? -EINVAL : 0;
	default:
		return -EINVAL;
	}
}

long
__wasix_sys_mq_notify(long fd, long event)
{
	const struct sigevent *e = (const struct sigevent *)event;
	struct listener *l = NULL;
	struct queue *q;

	long r = e ? check(e) : 0;
	if (r == 0)
		r = __wasix_mq_of(fd, -1, &q);
	if (r < 0)
		return r;
	if (!e) {
		__wasix_mq_notify_nobody(q);
		return 0;
	}
	if (e->sigev_notify == SIGEV_THREAD)
		r = listener_make(fd, q, e, &l);
	if (r < 0)
		return r;
	ipc_lock(&q->lock);
	r = take_turn(q, e, l);
	ipc_unlock(&q->lock);
	if (r < 0 && l)
		listener_remove(l);
	return r;
}

/* musl's waits at a socket of the kernel's. */
int
mq_notify(mqd_t fd, const struct sigevent *event)
{
	return (int)__wasix_syscall_ret((unsigned long)__wasix_sys_mq_notify(fd, (long)event));
}
