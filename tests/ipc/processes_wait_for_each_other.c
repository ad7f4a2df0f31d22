/* semaphores with and without names, mutexes, conditions and barriers in shared memory, between processes */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHILDREN = 4, ROUNDS = 3000 };

static struct shared {
	pthread_mutex_t mutex, recursive;
	pthread_cond_t changed;
	pthread_barrier_t barrier;
	sem_t empty, full;
	int counter, turn, slot;
	int sum;
} *S;

static void
children_do(int count, void (*f)(int))
{
	fflush(stdout);
	for (int i = 0; i < count; i++)
		if (fork() == 0) {
			f(i);
			_exit(0);
		}
	for (int i = 0; i < count; i++) {
		int status;
		wait(&status);
		if (status)
			printf("status %x\n", status);
	}
}

static void
count(int number)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&S->mutex);
		S->counter++;
		pthread_mutex_unlock(&S->mutex);
		pthread_mutex_lock(&S->recursive);
		pthread_mutex_lock(&S->recursive);
		S->sum++;
		pthread_mutex_unlock(&S->recursive);
		pthread_mutex_unlock(&S->recursive);
	}
}

static void
take_turns(int number)
{
	for (int i = 0; i < 50; i++) {
		pthread_mutex_lock(&S->mutex);
		while (S->turn % CHILDREN != number)
			pthread_cond_wait(&S->changed, &S->mutex);
		S->turn++;
		pthread_cond_broadcast(&S->changed);
		pthread_mutex_unlock(&S->mutex);
	}
}

static void
hand_over(int number)
{
	for (int i = 1; i <= 200; i++) {
		sem_wait(number ? &S->full : &S->empty);
		if (number)
			S->sum += S->slot;
		else
			S->slot = i;
		sem_post(number ? &S->empty : &S->full);
	}
}

static void
meet(int number)
{
	usleep(1000 * number);
	__atomic_fetch_add(&S->counter, 1, __ATOMIC_SEQ_CST);
	pthread_barrier_wait(&S->barrier);
	if (S->counter != CHILDREN)
		_exit(1);
}

static void
post_named(int number)
{
	sem_t *s = sem_open("/wasix-test-semaphore", 0);
	usleep(2000);
	sem_post(s);
	sem_close(s);
}

int
main(void)
{
	pthread_mutexattr_t ma;
	pthread_condattr_t ca;
	pthread_barrierattr_t ba;
	struct timespec soon;

	S = mmap(NULL, sizeof *S, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_init(&ma);
	pthread_mutexattr_setpshared(&ma, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&S->mutex, &ma);
	pthread_mutexattr_settype(&ma, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&S->recursive, &ma);
	pthread_condattr_init(&ca);
	pthread_condattr_setpshared(&ca, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&S->changed, &ca);
	pthread_barrierattr_init(&ba);
	pthread_barrierattr_setpshared(&ba, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&S->barrier, &ba, CHILDREN);
	sem_init(&S->empty, 1, 1);
	sem_init(&S->full, 1, 0);

	children_do(CHILDREN, count);
	printf("counted %d %d\n", S->counter == CHILDREN * ROUNDS, S->sum == CHILDREN * ROUNDS);
	children_do(CHILDREN, take_turns);
	printf("turns %d\n", S->turn);
	S->sum = 0;
	children_do(2, hand_over);
	printf("handed over %d\n", S->sum);
	S->counter = 0;
	children_do(CHILDREN, meet);
	puts("met");

	sem_unlink("/wasix-test-semaphore");
	printf("none %d %d\n", sem_open("/wasix-test-semaphore", 0) == SEM_FAILED, errno == ENOENT);
	sem_t *s = sem_open("/wasix-test-semaphore", O_CREAT | O_EXCL, 0600, 1);
	printf("exclusive %d %d\n", sem_open("/wasix-test-semaphore", O_CREAT | O_EXCL, 0600, 1) == SEM_FAILED, errno == EEXIST);
	sem_wait(s);
	printf("taken %d %d\n", sem_trywait(s), errno == EAGAIN);
	clock_gettime(CLOCK_REALTIME, &soon);
	soon.tv_nsec += 5000000;
	if (soon.tv_nsec >= 1000000000)
		soon.tv_sec++, soon.tv_nsec -= 1000000000;
	printf("timed out %d %d\n", sem_timedwait(s, &soon), errno == ETIMEDOUT);
	fflush(stdout);
	if (fork() == 0) {
		post_named(0);
		_exit(0);
	}
	printf("waited %d\n", sem_wait(s));
	wait(NULL);
	printf("closed %d %d\n", sem_close(s), sem_unlink("/wasix-test-semaphore"));
}
