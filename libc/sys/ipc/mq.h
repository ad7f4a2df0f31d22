/* mq.h -- POSIX message queues: each a file of /dev/shm, which a descriptor of the queue is open
 * on.
 *
 *   struct queue | place 0 | place 1 | ...     a place: struct message, then room for the longest
 */
#ifndef SYS_MQ_H
#define SYS_MQ_H

#include "ipc_shared.h"

struct queue {
	int lock;
	int changes;
	unsigned messages_max, message_bytes;
	unsigned count;
	unsigned waiting; /* receivers */
	/* who is to be told of the next message; pid 0: nobody */
	struct notification {
		int pid, how, signal; /* how: SIGEV_ */
		union sigval value;
		unsigned number;
	} notified;
	int notices; /* changes when a process that waits by a thread was told, or is not to be */
	unsigned long long sequence;
};

hidden size_t __wasix_mq_bytes(const struct queue *q);

/* The queue behind a descriptor that is still the one that was opened; not: other than that access
 * (O_RDONLY, O_WRONLY, -1). 0 or -errno. */
hidden long __wasix_mq_of(long fd, int not, struct queue **out);

/* The process gives back its turn to be told, if it has it. */
hidden void __wasix_mq_notify_nobody(struct queue *q);

/* Tells who is to be told; what the queue said of him when the lock was held. */
hidden void __wasix_mq_tell(struct queue *q, const struct notification *n);

#endif
