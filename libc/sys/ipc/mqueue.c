/* mqueue.c -- POSIX message queues; see mq.h. */
#include "mq.h"

#include "fork_locks.h"
#include "lowered.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "kstat.h"
#include "lock.h"

enum { MESSAGES = 10, MESSAGE_BYTES = 8192 }; /* without attributes, as Linux */
enum { MESSAGES_MAX = 65536, MESSAGE_BYTES_MAX = 16 << 20, QUEUE_BYTES_MAX = 64 << 20 };
enum { PRIORITY_MAX = 32768 };

struct message {
	unsigned is_used, len, priority;
	unsigned long long sequence;
};

/* What the program opened: the mode of the file is always read and write. */
struct opened {
	struct opened *next;
	long fd;
	ino_t inode;
	int access;
	struct queue *queue;
};

static struct opened *all;
static volatile int all_lock[1];
HELD_OVER_FORK(all_lock);

static size_t
place_bytes(unsigned message_bytes)
{
	return sizeof(struct message) + ((message_bytes + 7) & ~7u);
}

size_t
__wasix_mq_bytes(const struct queue *q)
{
	return sizeof *q + q->messages_max * place_bytes(q->message_bytes);
}

static struct message *
place(struct queue *q, unsigned i)
{
	return (void *)((char *)(q + 1) + i * place_bytes(q->message_bytes));
}

static long
path_of(const char *name, char path[NAME_MAX + 16])
{
	if (!*name)
		return -ENOENT;
	if (strchr(name, '/'))
		return -EACCES;
	if (strlen(name) > NAME_MAX - 3)
		return -ENAMETOOLONG;
	snprintf(path, NAME_MAX + 16, "/dev/shm/mq.%s", name);
	return 0;
}

/* --- opening --- */

static long
check_attributes(const struct mq_attr *a)
{
	if (a->mq_maxmsg <= 0 || a->mq_maxmsg > MESSAGES_MAX || a->mq_msgsize <= 0 ||
		a->mq_msgsize > MESSAGE_BYTES_MAX)
		return -EINVAL;
	unsigned long long bytes =
		(unsigned long long)a->mq_maxmsg * place_bytes((unsigned)a->mq_msgsize);
	return bytes > QUEUE_BYTES_MAX ? -ENOMEM : 0;
}

/* A queue is whole before it has its name. */
static long
create(const char *path, mode_t mode, const struct mq_attr *a)
{
	static const char digits[] = "0123456789abcdef";
	char temporary[] = "/dev/shm/mq-................";
	unsigned char random[16];

	__wasix_sys_getrandom((long)random, sizeof random, 0);
	for (size_t i = 0; i < sizeof random; i++)
		temporary[12 + i] = digits[random[i] & 15];
	size_t size =
		sizeof(struct queue) + (size_t)a->mq_maxmsg * place_bytes((unsigned)a->mq_msgsize);
	struct queue *q = __wasix_ipc_map(temporary, O_CREAT | O_EXCL, mode, &size);
	if (IPC_FAILED(q))
		return (long)q;
	q->messages_max = (unsigned)a->mq_maxmsg;
	q->message_bytes = (unsigned)a->mq_msgsize;
	__wasix_sys_munmap((long)q, (long)size);
	long r = __wasix_sys_linkat(AT_FDCWD, (long)temporary, AT_FDCWD, (long)path, 0);
	__wasix_sys_unlinkat(AT_FDCWD, (long)temporary, 0);
	return r;
}

static long
open_file(const char *path, int flags, mode_t mode, const struct mq_attr *attributes)
{
	static const struct mq_attr USUAL = { .mq_maxmsg = MESSAGES, .mq_msgsize = MESSAGE_BYTES };
	long how = O_RDWR | O_NOFOLLOW | O_CLOEXEC | (flags & O_NONBLOCK);

	for (;;) {
		long fd = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)
				  ? -ENOENT
				  : __wasix_sys_openat(AT_FDCWD, (long)path, how, 0);
		if (fd != -ENOENT || !(flags & O_CREAT))
			return fd;
		long r = attributes ? check_attributes(attributes) : 0;
		if (r == 0)
			r = create(path, mode, attributes ? attributes : &USUAL);
		if (r == 0)
			return __wasix_sys_openat(AT_FDCWD, (long)path, how, 0);
		if (r != -EEXIST || flags & O_EXCL)
			return r;
	}
}

static struct opened **
find(long fd)
{
	struct opened **o = &all;
	while (*o && (*o)->fd != fd)
		o = &(*o)->next;
	return o;
}

static void
forget(struct opened **at)
{
	struct opened *o = *at;
	*at = o->next;
	__wasix_sys_munmap((long)o->queue, (long)__wasix_mq_bytes(o->queue));
	free(o);
}

static long
remember(long fd, int access)
{
	struct kstat s;
	struct opened *o = malloc(sizeof *o);

	if (!o)
		return -ENOMEM;
	long r = __wasix_sys_fstat64(fd, (long)&s);
	if (r == 0)
		r = __wasix_sys_mmap2(
			0, (long)s.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (IPC_FAILED(r)) {
		free(o);
		return r;
	}
	LOCK(all_lock);
	if (*find(fd)) /* it was closed since */
		forget(find(fd));
	*o = (struct opened){ all, fd, s.st_ino, access, (struct queue *)r };
	all = o;
	UNLOCK(all_lock);
	return 0;
}

long
__wasix_sys_mq_open(long name, long flags, long mode, long attributes)
{
	char path[NAME_MAX + 16];
	int access = (int)flags & O_ACCMODE;

	if (access != O_RDONLY && access != O_WRONLY && access != O_RDWR)
		return -EINVAL;
	long r = path_of((const char *)name, path);
	if (r < 0)
		return r;
	long fd = open_file(path, (int)flags, (mode_t)mode, (const struct mq_attr *)attributes);
	if (fd < 0)
		return fd;
	r = remember(fd, access);
	if (r < 0)
		__wasix_sys_close(fd);
	return r < 0 ? r : fd;
}

long
__wasix_sys_mq_unlink(long name)
{
	char path[NAME_MAX + 16];
	long r = path_of((const char *)name, path);
	return r < 0 ? r : __wasix_sys_unlinkat(AT_FDCWD, (long)path, 0);
}

/* --- messages --- */

long
__wasix_mq_of(long fd, int not, struct queue **out)
{
	struct kstat s;

	long r = __wasix_sys_fstat64(fd, (long)&s);
	if (r < 0)
		return r;
	LOCK(all_lock);
	struct opened *o = *find(fd);
	if (o && o->inode == s.st_ino && o->access != not)
		*out = o->queue;
	else
		r = -EBADF;
	UNLOCK(all_lock);
	return r;
}

/* Until something changed. The lock is held before and after. */
static long
wait_locked(struct queue *q, long fd, const long long *limit)
{
	struct timespec at;
	int seen = q->changes;

	if (__wasix_get_status(fd) & O_NONBLOCK)
		return -EAGAIN;
	if (limit && (limit[1] < 0 || limit[1] > 999999999))
		return -EINVAL;
	if (limit)
		at = (struct timespec){ .tv_sec = limit[0], .tv_nsec = (long)limit[1] };
	ipc_unlock(&q->lock);
	long r = __wasix_ipc_wait(&q->changes, seen, limit ? &at : NULL);
	ipc_lock(&q->lock);
	return r;
}

/* Who is told of a message: one that goes into an empty queue that nobody waits at. */
static struct notification
notified(struct queue *q)
{
	struct notification n = q->notified;

	if (q->count || q->waiting)
		return (struct notification){ 0 };
	q->notified.pid = 0;
	return n;
}

static void
put(struct queue *q, const char *bytes, size_t len, unsigned priority)
{
	unsigned i = 0;

	while (place(q, i)->is_used)
		i++;
	*place(q, i) = (struct message){ 1, (unsigned)len, priority, q->sequence++ };
	memcpy(place(q, i) + 1, bytes, len);
	q->count++;
	ipc_changed(&q->changes);
}

long
__wasix_sys_mq_timedsend_time64(long fd, long bytes, long len, long priority, long limit)
{
	struct notification n = { 0 };
	struct queue *q;

	long r = __wasix_mq_of(fd, O_RDONLY, &q);
	if (r < 0)
		return r;
	if ((unsigned long)priority >= PRIORITY_MAX)
		return -EINVAL;
	if ((unsigned long)len > q->message_bytes)
		return -EMSGSIZE;
	ipc_lock(&q->lock);
	while (r == 0 && q->count == q->messages_max)
		r = wait_locked(q, fd, (const long long *)limit);
	if (r == 0) {
		n = notified(q);
		put(q, (const char *)bytes, (size_t)len, (unsigned)priority);
	}
	ipc_unlock(&q->lock);
	if (n.pid) /* without the lock: the handler may be ours, and receive */
		__wasix_mq_tell(q, &n);
	return r;
}

/* The oldest of the highest priority. */
static struct message *
first(struct queue *q)
{
	struct message *best = NULL;

	for (unsigned i = 0, left = q->count; left; i++) {
		struct message *m = place(q, i);
		if (!m->is_used)
			continue;
		left--;
		if (!best || m->priority > best->priority ||
			(m->priority == best->priority && m->sequence < best->sequence))
			best = m;
	}
	return best;
}

long
__wasix_sys_mq_timedreceive_time64(long fd, long bytes, long room, long priority, long limit)
{
	struct queue *q;

	long r = __wasix_mq_of(fd, O_WRONLY, &q);
	if (r < 0)
		return r;
	if ((unsigned long)room < q->message_bytes)
		return -EMSGSIZE;
	ipc_lock(&q->lock);
	q->waiting++;
	while (r == 0 && q->count == 0)
		r = wait_locked(q, fd, (const long long *)limit);
	q->waiting--;
	if (r == 0) {
		struct message *m = first(q);
		memcpy((char *)bytes, m + 1, m->len);
		if (priority)
			*(unsigned *)priority = m->priority;
		r = (long)m->len;
		m->is_used = 0;
		q->count--;
		ipc_changed(&q->changes);
	}
	ipc_unlock(&q->lock);
	return r;
}

/* --- attributes, closing --- */

long
__wasix_sys_mq_getsetattr(long fd, long new, long old)
{
	const struct mq_attr *want = (const struct mq_attr *)new;
	struct queue *q;

	long r = __wasix_mq_of(fd, -1, &q);
	if (r < 0)
		return r;
	if (want && want->mq_flags & ~O_NONBLOCK)
		return -EINVAL;
	if (old)
		*(struct mq_attr *)old = (struct mq_attr){
			.mq_flags = __wasix_get_status(fd) & O_NONBLOCK,
			.mq_maxmsg = (long)q->messages_max,
			.mq_msgsize = (long)q->message_bytes,
			.mq_curmsgs = (long)q->count,
		};
	return want ? __wasix_set_status(fd, want->mq_flags) : 0;
}

/* musl's is the system call alone. */
int
mq_close(mqd_t fd)
{
	struct queue *q;

	long r = __wasix_mq_of(fd, -1, &q);
	if (r < 0)
		return (int)__wasix_syscall_ret((unsigned long)r);
	__wasix_mq_notify_nobody(q);
	LOCK(all_lock);
	struct opened **o = find(fd);
	if (*o)
		forget(o);
	UNLOCK(all_lock);
	return (int)__wasix_syscall_ret((unsigned long)__wasix_sys_close(fd));
}
