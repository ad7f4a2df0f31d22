// RUN: --enable-threads --dir=.
// CFLAGS: -pthread -lrt
/* SIGEV_THREAD: a function runs in a thread of its own at each expiration, and once for a message. */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static sem_t ticks, mail;
static volatile int value_seen, in_main, got_len, fresh = 1;
static _Thread_local int own = 7;
static pthread_t main_thread;
static mqd_t queue;

static void
on_tick(union sigval v)
{
	value_seen = v.sival_int;
	in_main = pthread_equal(pthread_self(), main_thread);
	if (own++ != 7)
		fresh = 0;
	sem_post(&ticks);
}

static void
on_mail(union sigval v)
{
	char text[64];
	value_seen = v.sival_int;
	got_len = (int)mq_receive(v.sival_int == 77 ? queue : -1, text, sizeof text, NULL);
	sem_post(&mail);
}

int
main(void)
{
	timer_t t;
	struct sigevent e = { .sigev_notify = SIGEV_THREAD, .sigev_value.sival_int = 4321,
		.sigev_notify_function = on_tick };
	struct itimerspec s = { .it_value = { 0, 2000000 }, .it_interval = { 0, 2000000 } };
	struct mq_attr a = { .mq_maxmsg = 4, .mq_msgsize = 64 };
	char name[32];

	main_thread = pthread_self();
	sem_init(&ticks, 0, 0);
	sem_init(&mail, 0, 0);
	printf("create %d", timer_create(CLOCK_MONOTONIC, &e, &t));
	printf(" set %d\n", timer_settime(t, 0, &s, NULL));
	for (int i = 0; i < 5; i++)
		sem_wait(&ticks);
	printf("ticks, value %d, in main %d, thread-locals fresh %d\n", value_seen, in_main, fresh);
	printf("overrun %d\n", timer_getoverrun(t) >= 0);
	printf("delete %d\n", timer_delete(t));
	usleep(100000); /* what has begun on a busy machine */
	while (!sem_trywait(&ticks))
		;
	usleep(20000);
	printf("quiet %d\n", sem_trywait(&ticks) < 0);

	snprintf(name, sizeof name, "/sigev-%d", (int)getpid());
	queue = mq_open(name, O_RDWR | O_CREAT | O_NONBLOCK, 0600, &a);
	printf("queue %d\n", queue >= 0);
	e.sigev_notify_function = on_mail;
	e.sigev_value.sival_int = 77;
	for (int i = 0; i < 3; i++) {
		printf("notify %d", mq_notify(queue, &e));
		printf(" again %d", mq_notify(queue, &e) < 0 ? errno : 0);
		printf(" send %d", mq_send(queue, "hello", 5 + i - i, 1));
		sem_wait(&mail);
		printf(" value %d length %d\n", value_seen, got_len);
	}
	mq_notify(queue, &e);
	printf("off %d", mq_notify(queue, NULL));
	mq_send(queue, "x", 1, 1);
	usleep(20000);
	printf(" quiet %d\n", sem_trywait(&mail) < 0);
	mq_close(queue);
	mq_unlink(name);
}
