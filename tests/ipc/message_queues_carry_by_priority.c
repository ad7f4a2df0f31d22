/* POSIX message queues: order, limits, waiting, time limits, notification, names */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NAME "/wasix-test-queue"

static volatile int told;

static void
on_message(int sig)
{
	told = sig;
}

static void
receive(mqd_t q)
{
	char buf[64] = { 0 };
	unsigned priority = 0;
	ssize_t n = mq_receive(q, buf, sizeof buf, &priority);
	printf("%d %u %s\n", (int)n, priority, n < 0 ? "" : buf);
}

int
main(void)
{
	struct mq_attr a = { .mq_maxmsg = 3, .mq_msgsize = 16 }, got;
	struct sigevent e = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	struct timespec soon;
	char small[4];

	mq_unlink(NAME);
	printf("none %d %d\n", (int)mq_open(NAME, O_RDWR), errno == ENOENT);
	mqd_t q = mq_open(NAME, O_CREAT | O_EXCL | O_RDWR, 0600, &a);
	printf("open %d\n", q >= 0);
	printf("exclusive %d %d\n", (int)mq_open(NAME, O_CREAT | O_EXCL | O_RDWR, 0600, &a), errno == EEXIST);
	mq_getattr(q, &got);
	printf("%ld %ld %ld %ld\n", got.mq_flags, got.mq_maxmsg, got.mq_msgsize, got.mq_curmsgs);
	printf("cloexec %d\n", fcntl(q, F_GETFD));

	printf("%d", mq_send(q, "low", 4, 1));
	printf("%d", mq_send(q, "high", 5, 9));
	printf("%d\n", mq_send(q, "low again", 10, 1));
	clock_gettime(CLOCK_REALTIME, &soon);
	printf("full %d %d\n", mq_timedsend(q, "x", 1, 0, &soon), errno == ETIMEDOUT);
	soon.tv_nsec = -1;
	printf("no time %d %d\n", mq_timedsend(q, "x", 1, 0, &soon), errno == EINVAL);
	printf("long %d %d\n", mq_send(q, "seventeen bytes..", 17, 0), errno == EMSGSIZE);
	printf("priority %d %d\n", mq_send(q, "x", 1, 32768), errno == EINVAL);
	printf("room %d %d\n", (int)mq_receive(q, small, 4, NULL), errno == EMSGSIZE);
	receive(q);
	receive(q);
	receive(q);
	a.mq_flags = O_NONBLOCK;
	mq_setattr(q, &a, &got);
	printf("were %ld %ld\n", got.mq_flags, got.mq_curmsgs);
	printf("empty %d %d\n", (int)mq_receive(q, (char[16]){ 0 }, 16, NULL), errno == EAGAIN);
	a.mq_flags = 0;
	mq_setattr(q, &a, NULL);

	signal(SIGUSR1, on_message);
	printf("notify %d\n", mq_notify(q, &e));
	printf("twice %d %d\n", mq_notify(q, &e), errno == EBUSY);
	mq_send(q, "told", 5, 0);
	printf("told %d\n", told == SIGUSR1);
	receive(q);
	told = 0;
	mq_send(q, "not told", 9, 0);
	printf("once %d\n", told);
	receive(q);

	mqd_t r = mq_open(NAME, O_RDONLY), w = mq_open(NAME, O_WRONLY);
	printf("read only %d %d\n", mq_send(r, "x", 1, 0), errno == EBADF);
	printf("write only %d %d\n", (int)mq_receive(w, (char[16]){ 0 }, 16, NULL), errno == EBADF);
	fflush(stdout);
	if (fork() == 0) {
		for (int i = 0; i < 200; i++) {
			char text[16];
			sprintf(text, "%d", i);
			if (mq_send(w, text, strlen(text) + 1, 5))
				_exit(1);
		}
		_exit(0);
	}
	int sum = 0;
	for (int i = 0; i < 200; i++) {
		char text[16];
		int n = 0;
		mq_receive(r, text, 16, NULL);
		sscanf(text, "%d", &n);
		sum += n == i;
	}
	wait(NULL);
	printf("in order %d\n", sum);
	printf("close %d%d%d unlink %d\n", mq_close(r), mq_close(w), mq_close(q), mq_unlink(NAME));
	printf("closed %d %d\n", mq_send(q, "x", 1, 0), errno == EBADF);
	printf("unlinked %d %d\n", mq_unlink(NAME), errno == ENOENT);
	a.mq_maxmsg = 0;
	printf("odd %d %d\n", (int)mq_open(NAME, O_CREAT | O_RDWR, 0600, &a), errno == EINVAL);
}
