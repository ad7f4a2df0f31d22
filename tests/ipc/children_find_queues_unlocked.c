// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: 0 of 1000 children were stuck
/* threads open queues, attach segments and note undos all the time while another forks: no child waits
 * for a lock that one of them held just then, and that nobody gives back there */
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 1000, THREADS = 2 };

static volatile int is_over;
static int segment, set;
static mqd_t queue;
static void *attached;

static int
note_undo(void)
{
	struct sembuf ops[] = { { 0, 1, SEM_UNDO }, { 0, -1, SEM_UNDO } };
	return semop(set, ops, 2);
}

static void *
keep_busy(void *unused)
{
	while (!is_over) {
		mqd_t q = mq_open("/unlocked", O_RDWR);
		void *p = shmat(segment, NULL, 0);
		if (q < 0 || p == (void *)-1 || note_undo() || shmdt(p) || mq_close(q))
			return "failed";
	}
	return unused;
}

/* The first thing that a child does, since locks are for processes with threads. */
static int
child_uses(int what)
{
	struct mq_attr a;

	alarm(10);
	return what == 0 ? mq_getattr(queue, &a) : what == 1 ? shmdt(attached) : note_undo();
}

int
main(void)
{
	pthread_t threads[THREADS];
	struct mq_attr a = { .mq_maxmsg = 1, .mq_msgsize = 8 };
	void *failure;
	int stuck = 0;

	queue = mq_open("/unlocked", O_CREAT | O_RDWR, 0600, &a);
	segment = shmget(IPC_PRIVATE, 4096, 0600);
	attached = shmat(segment, NULL, 0);
	set = semget(IPC_PRIVATE, 1, 0600);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, keep_busy, NULL);
	for (int i = 0; i < CHILDREN && stuck < 3; i++) {
		int status = -1;
		pid_t child = fork();
		if (child == 0)
			_exit(child_uses(i % 3));
		waitpid(child, &status, 0);
		stuck += status != 0;
	}
	is_over = 1;
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &failure);
		if (failure)
			printf("a thread failed\n");
	}
	mq_unlink("/unlocked");
	shmctl(segment, IPC_RMID, NULL);
	semctl(set, 0, IPC_RMID);
	printf("%d of %d children were stuck\n", stuck, CHILDREN);
}
