/* shmget, semget, msgget and what follows, between processes */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

union semun {
	int val;
	struct semid_ds *buf;
	unsigned short *array;
};

static void
memory(void)
{
	struct shmid_ds ds;
	key_t key = (key_t)getpid() * 1000 + 77;

	int id = shmget(key, 5000, IPC_CREAT | IPC_EXCL | 0600);
	printf("shm %d again %d\n", id >= 0, shmget(key, 100, 0) == id);
	printf("exclusive %d %d\n", shmget(key, 10, IPC_CREAT | IPC_EXCL), errno == EEXIST);
	printf("larger %d %d\n", shmget(key, 6000, 0), errno == EINVAL);
	printf("none %d %d\n", shmget(key + 1, 10, 0), errno == ENOENT);
	int *p = shmat(id, NULL, 0);
	if (fork() == 0) {
		int *q = shmat(shmget(key, 0, 0), NULL, 0);
		q[1000] = 42;
		shmdt(q);
		_exit(0);
	}
	wait(NULL);
	shmctl(id, IPC_STAT, &ds);
	printf("seen %d size %d mode %o\n", p[1000], (int)ds.shm_segsz, ds.shm_perm.mode & 0777);
	printf("remove %d\n", shmctl(id, IPC_RMID, NULL));
	p[1001] = 1;
	printf("still there %d detach %d again %d %d\n", p[1000], shmdt(p), shmdt(p), errno == EINVAL);
	printf("gone %d %d\n", shmget(key, 10, 0), errno == ENOENT);
	printf("bad %d %d\n", (int)(long)shmat(id, NULL, 0), errno == EINVAL || errno == EIDRM);
}

static void
semaphores(void)
{
	unsigned short values[3] = { 1, 0, 5 };
	struct sembuf down = { 0, -1, 0 }, up = { 0, 1, 0 }, wait_one = { 1, -1, 0 }, post_one = { 1, 1, 0 };
	struct sembuf both[2] = { { 2, -5, IPC_NOWAIT }, { 1, -1, IPC_NOWAIT } }, zero = { 1, 0, IPC_NOWAIT };
	struct timespec soon = { 0, 5000000 };

	int id = semget(IPC_PRIVATE, 3, 0600);
	printf("sem %d set %d\n", id >= 0, semctl(id, 0, SETALL, (union semun){ .array = values }));
	printf("none or all %d %d left %d\n", semop(id, both, 2), errno == EAGAIN, semctl(id, 2, GETVAL));
	printf("zero %d\n", semop(id, &zero, 1));
	printf("timed out %d %d\n", semtimedop(id, &wait_one, 1, &soon), errno == EAGAIN);
	int *shared = shmat(shmget(IPC_PRIVATE, 4096, 0600), NULL, 0);
	fflush(stdout);
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			for (int n = 0; n < 500; n++) {
				semop(id, &down, 1);
				++*shared;
				semop(id, &up, 1);
			}
			semop(id, &post_one, 1);
			_exit(0);
		}
	for (int i = 0; i < 3; i++)
		semop(id, &wait_one, 1);
	while (wait(NULL) > 0)
		;
	printf("counted %d\n", *shared);
	printf("number %d %d\n", semop(id, &(struct sembuf){ 3, 1, 0 }, 1), errno == EFBIG);
	printf("range %d %d\n", semctl(id, 0, SETVAL, (union semun){ .val = 40000 }), errno == ERANGE);
	fflush(stdout);
	if (fork() == 0) {
		int r = semop(id, &wait_one, 1);
		printf("removed while waiting %d %d\n", r, errno == EIDRM);
		fflush(stdout);
		_exit(0);
	}
	while (semctl(id, 1, GETNCNT) == 0)
		usleep(1000);
	int r = semctl(id, 0, IPC_RMID);
	wait(NULL);
	printf("remove %d\n", r);
}

static void
messages(void)
{
	struct {
		long type;
		char text[100];
	} m;
	struct msqid_ds ds;
	int id = msgget(IPC_PRIVATE, 0600);

	for (int i = 0; i < 4; i++) {
		m.type = i == 2 ? 1 : i + 2;
		sprintf(m.text, "message %d", i);
		printf("%d", msgsnd(id, &m, 10, 0));
	}
	msgctl(id, IPC_STAT, &ds);
	printf(" %d %d\n", (int)ds.msg_qnum, (int)ds.msg_cbytes);
	printf("%d %s\n", (int)msgrcv(id, &m, 100, 3, 0), m.text);
	printf("%d %s\n", (int)msgrcv(id, &m, 100, -4, 0), m.text);
	printf("%d %d\n", (int)msgrcv(id, &m, 4, 0, 0), errno == E2BIG);
	printf("%d %ld\n", (int)msgrcv(id, &m, 4, 0, MSG_NOERROR), m.type);
	printf("%d %s\n", (int)msgrcv(id, &m, 100, 0, IPC_NOWAIT), m.text);
	printf("%d %d\n", (int)msgrcv(id, &m, 100, 0, IPC_NOWAIT), errno == ENOMSG);
	m.type = 0;
	printf("no type %d %d\n", msgsnd(id, &m, 1, 0), errno == EINVAL);
	fflush(stdout);
	if (fork() == 0) {
		for (int i = 1; i <= 300; i++) {
			m.type = i;
			if (msgsnd(id, &m, 100, 0))
				_exit(1);
		}
		_exit(0);
	}
	int right = 0;
	for (int i = 1; i <= 300; i++)
		right += msgrcv(id, &m, 100, 0, 0) == 100 && m.type == i;
	wait(NULL);
	printf("in order %d\n", right);
	printf("remove %d %d %d\n", msgctl(id, IPC_RMID, NULL), msgsnd(id, &m, 1, 0), errno == EINVAL || errno == EIDRM);
}

int
main(void)
{
	memory();
	semaphores();
	messages();
}
