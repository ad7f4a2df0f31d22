// EXPECT: sent 0
// EXPECT: received 5 again
// NATIVE: no, it reaches into our files
/* a process that was killed while it held a queue's lock: the next one goes on, whether its parent has seen it or not */
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t
kill_one(void)
{
	pid_t child = fork();
	if (child == 0)
		for (;;)
			pause();
	kill(child, SIGKILL);
	return child;
}

int
main(void)
{
	struct mq_attr a = { .mq_maxmsg = 2, .mq_msgsize = 16 };
	char buf[16];

	mqd_t q = mq_open("/queue", O_CREAT | O_RDWR, 0600, &a);
	int fd = open("/dev/shm/mq.queue", O_RDWR);
	volatile int *lock = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	pid_t child = kill_one();
	*lock = child;
	alarm(10);
	printf("sent %d\n", mq_send(q, "again", 6, 0)); /* a zombie */
	waitpid(child, NULL, 0);
	child = kill_one();
	waitpid(child, NULL, 0);
	*lock = child;
	int n = (int)mq_receive(q, buf, sizeof buf, NULL);
	printf("received %d %s\n", n - 1, buf);
}
