/* SEM_UNDO: what a process did to a semaphore is undone when it exits, is killed or runs another
 * program that ends; who waits goes on; setting a value forgets it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int set;

static int
op(int number, int value, int flags)
{
	struct sembuf b = { (unsigned short)number, (short)value, (short)flags };
	return semop(set, &b, 1) < 0 ? errno : 0;
}

static int
value(int number)
{
	return semctl(set, number, GETVAL);
}

static void
set_values(int a, int b)
{
	semctl(set, 0, SETVAL, a);
	semctl(set, 1, SETVAL, b);
}

static void
child_ends(const char *name, int how)
{
	int status, ready[2];
	char c;

	set_values(3, 0);
	pipe(ready);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		op(0, -2, SEM_UNDO);
		op(1, 4, SEM_UNDO);
		op(0, -1, 0);
		printf("%s: inside %d %d", name, value(0), value(1));
		fflush(stdout);
		write(ready[1], "x", 1);
		if (how == 1)
			exit(0);
		if (how == 2)
			_exit(0);
		pause();
	}
	read(ready[0], &c, 1);
	if (how == 0)
		kill(child, SIGKILL);
	waitpid(child, &status, 0);
	printf(", after %d %d\n", value(0), value(1));
	close(ready[0]);
	close(ready[1]);
}

int
main(void)
{
	int status;

	set = semget(IPC_PRIVATE, 2, IPC_CREAT | 0600);
	if (set < 0 && errno == ENOSYS) {
		printf("skipped: there is no /dev/shm\n");
		return 77;
	}
	child_ends("killed", 0);
	child_ends("exits", 1);
	child_ends("leaves", 2);

	/* who waits for it is woken: by the end, and by a death */
	for (int how = 0; how < 2; how++) {
		set_values(1, 0);
		pid_t holder = fork();
		if (holder == 0) {
			op(0, -1, SEM_UNDO);
			op(1, 1, 0);
			usleep(50000);
			if (how)
				_exit(0);
			raise(SIGKILL);
		}
		op(1, -1, 0);
		/* the holder's parent, us, has not waited for it */
		struct timespec limit = { 5, 0 };
		struct sembuf b = { 0, -1, 0 };
		printf("woken %d\n", semtimedop(set, &b, 1, &limit) < 0 ? errno : 0);
		waitpid(holder, &status, 0);
		printf("value %d\n", value(0));
	}

	/* a fork does not inherit what is to be undone, and setting forgets */
	set_values(5, 5);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		op(0, -1, SEM_UNDO);
		op(1, -1, SEM_UNDO);
		pid_t grandchild = fork();
		if (grandchild == 0)
			_exit(0);
		waitpid(grandchild, &status, 0);
		printf("fork %d %d\n", value(0), value(1));
		semctl(set, 0, SETVAL, 9);
		exit(0);
	}
	waitpid(child, &status, 0);
	printf("set %d %d\n", value(0), value(1));

	/* several at once, all or none; sums */
	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct sembuf b[3] = { { 0, -3, SEM_UNDO }, { 1, -2, SEM_UNDO }, { 0, 1, SEM_UNDO } };
		semop(set, b, 3);
		struct sembuf none[2] = { { 0, -1, SEM_UNDO | IPC_NOWAIT }, { 1, -100, SEM_UNDO | IPC_NOWAIT } };
		printf("none %d", semop(set, none, 2) < 0 ? errno : 0);
		printf(", now %d %d\n", value(0), value(1));
		exit(0);
	}
	waitpid(child, &status, 0);
	printf("summed %d %d last by the child %d\n", value(0), value(1), semctl(set, 0, GETPID) == child);
	printf("too much %d\n", (set_values(0, 0), op(0, 32767, SEM_UNDO)));
	semctl(set, 0, SETVAL, 0);
	semctl(set, 0, IPC_RMID);
	printf("gone %d\n", op(0, 1, SEM_UNDO) == EINVAL);
}
