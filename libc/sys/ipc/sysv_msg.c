/* sysv_msg.c -- System V message queues: the messages lie in a row, oldest first. */
#include "sysv_map.h"

#include "lowered.h"

#include <string.h>
#include <sys/msg.h>

enum { QUEUE_BYTES = 16384, ROOM = 65536, MESSAGE_MAX = 8192 };

struct queue {
	int lock;
	int changes;
	int is_removed;
	unsigned used; /* of row */
	unsigned bytes, count;
	unsigned bytes_max;
	time_t sent, received;
	int sender, receiver;
	_Alignas(8) char row[ROOM];
};

struct message {
	long type;
	unsigned len;
};

static struct mapped_list queues;

static unsigned
stride(unsigned len)
{
	return (unsigned)sizeof(struct message) + ((len + 7) & ~7u);
}

long
__wasix_sys_msgget(long key, long flags)
{
	return __wasix_sysv_get(SYSV_MSG, (key_t)key, QUEUE_BYTES, sizeof(struct queue), flags);
}

static long
queue_lock(long id, struct queue **out)
{
	struct sysv_object *o = __wasix_sysv_lock(SYSV_MSG, id);
	if (!o)
		return -EINVAL;
	unsigned most = (unsigned)o->size;
	__wasix_sysv_unlock();
	struct queue *q = mapped_of(&queues, SYSV_MSG, id);
	if (!q)
		return -EINVAL;
	ipc_lock(&q->lock);
	q->bytes_max = most;
	*out = q;
	return 0;
}

static long
wait_locked(struct queue *q, long flags, int none)
{
	int seen = q->changes;

	if (flags & IPC_NOWAIT)
		return -none;
	ipc_unlock(&q->lock);
	long r = __wasix_ipc_wait(&q->changes, seen, NULL);
	ipc_lock(&q->lock);
	return q->is_removed ? -EIDRM : r;
}

long
__wasix_sys_msgsnd(long id, long message, long len, long flags)
{
	const struct {
		long type;
		char text[];
	} *from = (const void *)message;
	struct queue *q;

	if (len < 0 || len > MESSAGE_MAX || from->type < 1)
		return -EINVAL;
	long r = queue_lock(id, &q);
	if (r < 0)
		return r;
	while (r == 0 &&
		(q->bytes + (unsigned)len > q->bytes_max || q->used + stride((unsigned)len) > ROOM))
		r = wait_locked(q, flags, EAGAIN);
	if (r == 0) {
		struct message *m = (void *)(q->row + q->used);
		*m = (struct message){ from->type, (unsigned)len };
		memcpy(m + 1, from->text, (size_t)len);
		q->used += stride((unsigned)len);
		q->bytes += (unsigned)len;
		q->count++;
		q->sent = __wasix_sysv_now();
		q->sender = (int)__wasix_sys_getpid();
		ipc_changed(&q->changes);
	}
	ipc_unlock(&q->lock);
	return r;
}

/* The first of the type; not of it (MSG_EXCEPT); of the lowest type up to -type. */
static struct message *
choose(struct queue *q, long type, long flags)
{
	struct message *best = NULL;

	for (unsigned at = 0; at < q->used;) {
		struct message *m = (void *)(q->row + at);
		at += stride(m->len);
		if (type == 0 || (type > 0 && (m->type == type) == !(flags & MSG_EXCEPT)))
			return m;
		if (type < 0 && m->type <= -type && (!best || m->type < best->type))
			best = m;
	}
	return best;
}

static void
take_out(struct queue *q, struct message *m)
{
	unsigned size = stride(m->len), at = (unsigned)((char *)m - q->row);

	q->bytes -= m->len;
	q->count--;
	memmove(m, (char *)m + size, q->used - at - size);
	q->used -= size;
	q->received = __wasix_sysv_now();
	q->receiver = (int)__wasix_sys_getpid();
	ipc_changed(&q->changes);
}

long
__wasix_sys_msgrcv(long id, long message, long room, long type, long flags)
{
	struct {
		long type;
		char text[];
	} *to = (void *)message;
	struct message *m = NULL;
	struct queue *q;

	if (room < 0 || flags & ~(IPC_NOWAIT | MSG_NOERROR | MSG_EXCEPT))
		return -EINVAL;
	long r = queue_lock(id, &q);
	if (r < 0)
		return r;
	while (r == 0 && !(m = choose(q, type, flags)))
		r = wait_locked(q, flags, ENOMSG);
	if (r == 0 && m->len > (unsigned long)room && !(flags & MSG_NOERROR))
		r = -E2BIG;
	if (r == 0) {
		unsigned len = m->len < (unsigned long)room ? m->len : (unsigned)room;
		to->type = m->type;
		memcpy(to->text, m + 1, len);
		take_out(q, m);
		r = (long)len;
	}
	ipc_unlock(&q->lock);
	return r;
}

static void
tell(const struct sysv_object *o, const struct queue *q, struct msqid_ds *out)
{
	*out = (struct msqid_ds){ .msg_perm = o->perm,
		.msg_stime = q->sent,
		.msg_rtime = q->received,
		.msg_ctime = o->change,
		.msg_cbytes = q->bytes,
		.msg_qnum = q->count,
		.msg_qbytes = o->size,
		.msg_lspid = q->sender,
		.msg_lrpid = q->receiver };
}

static long
set_queue(struct sysv_object *o, const struct msqid_ds *ds)
{
	if (!ds)
		return -EFAULT;
	if (ds->msg_qbytes > QUEUE_BYTES)
		return -EPERM;
	if (ds->msg_qbytes)
		o->size = ds->msg_qbytes;
	return __wasix_sysv_set(o, &ds->msg_perm);
}

long
__wasix_sys_msgctl(long id, long command, long buffer)
{
	struct msqid_ds *ds = (struct msqid_ds *)buffer;
	struct queue *q;

	long r = queue_lock(id, &q);
	if (r < 0)
		return r;
	struct sysv_object *o = __wasix_sysv_lock(SYSV_MSG, id);
	if (!o) {
		ipc_unlock(&q->lock);
		return -EINVAL;
	}
	switch (command & 0xff) {
	case IPC_RMID:
		r = __wasix_sysv_remove(SYSV_MSG, id, o);
		q->is_removed = 1;
		break;
	case IPC_SET:
		r = set_queue(o, ds);
		break;
	case IPC_STAT:
		if (ds)
			tell(o, q, ds);
		else
			r = -EFAULT;
		break;
	default:
		r = -EINVAL;
	}
	__wasix_sysv_unlock();
	ipc_changed(&q->changes);
	ipc_unlock(&q->lock);
	return r;
}
