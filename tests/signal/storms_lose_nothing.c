// RUN: --enable-threads --dir=.
// CFLAGS: -pthread
// EXPECT: ok
/* A storm of signals, with and without SA_RESTART, over everything that waits: nothing is lost, doubled or left behind. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t count;
static int failed;
#define CHECK(x) do { if (!(x)) { printf("line %d: %s, errno %d\n", __LINE__, #x, errno); failed = 1; } } while (0)

static void on(int s) { count++; }

static void
storm(int restart, int us)
{
	struct sigaction a = { .sa_handler = on, .sa_flags = restart ? SA_RESTART : 0 };
	struct itimerval t = { { 0, us }, { 0, us } };
	sigaction(SIGALRM, &a, NULL);
	setitimer(ITIMER_REAL, &t, NULL);
}

static int lowest(void) { int fd = dup(0); close(fd); return fd; }

/* Bytes through a pipe and a socket pair from a child that also is in the storm. */
static void
stream(int use_socket, int restart)
{
	int fd[2], status;
	enum { TOTAL = 200000 };
	char buf[1000];
	long sum = 0, n = 0;

	if (use_socket) socketpair(AF_UNIX, SOCK_STREAM, 0, fd);
	else pipe(fd);
	pid_t child = fork();
	if (child == 0) {
		close(fd[0]);
		storm(restart, 700);
		for (long i = 0; i < TOTAL;) {
			char out[777];
			int len = TOTAL - i < 777 ? (int)(TOTAL - i) : 777;
			for (int k = 0; k < len; k++) out[k] = (char)((i + k) % 101);
			ssize_t w = write(fd[1], out, (size_t)len);
			if (w > 0) i += w;
			else if (errno != EINTR) _exit(1);
			if (i % 10 == 0) usleep(100);
		}
		_exit(0);
	}
	close(fd[1]);
	for (;;) {
		ssize_t r = read(fd[0], buf, sizeof buf);
		if (r < 0 && errno == EINTR) { CHECK(!restart); continue; }
		if (r <= 0) { CHECK(r == 0); break; }
		for (ssize_t k = 0; k < r; k++, n++) if (buf[k] != (char)(n % 101)) sum++;
	}
	CHECK(n == TOTAL && sum == 0);
	close(fd[0]);
	pid_t w;
	while ((w = waitpid(child, &status, 0)) < 0 && errno == EINTR) CHECK(!restart);
	CHECK(w == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void
sleeps(void)
{
	struct timespec t = { 0, 30000000 }, left, a, b;
	clock_gettime(CLOCK_MONOTONIC, &a);
	while (nanosleep(&t, &left) < 0) { CHECK(errno == EINTR); t = left; }
	clock_gettime(CLOCK_MONOTONIC, &b);
	CHECK((b.tv_sec - a.tv_sec) * 1000000000LL + b.tv_nsec - a.tv_nsec >= 30000000);
	CHECK(poll(NULL, 0, 100) < 0 && errno == EINTR);
	sem_t s;
	sem_init(&s, 0, 0);
	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_sec += 5;
	CHECK(sem_timedwait(&s, &t) < 0 && errno == EINTR);
}

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int turn;
static void *
other(void *p)
{
	for (int i = 0; i < 300; i++) {
		pthread_mutex_lock(&m);
		while (turn != 1) CHECK(pthread_cond_wait(&c, &m) == 0);
		turn = 0;
		pthread_cond_signal(&c);
		pthread_mutex_unlock(&m);
	}
	return p;
}

static void
threads(void)
{
	pthread_t t;
	CHECK(pthread_create(&t, NULL, other, NULL) == 0);
	for (int i = 0; i < 300; i++) {
		pthread_mutex_lock(&m);
		turn = 1;
		pthread_cond_signal(&c);
		while (turn != 0) CHECK(pthread_cond_wait(&c, &m) == 0);
		pthread_mutex_unlock(&m);
	}
	CHECK(pthread_join(t, NULL) == 0);
}

int
main(void)
{
	close(open("f", O_RDWR | O_CREAT, 0600)); /* a program without files has its preopens */
	int before = lowest();
	for (int restart = 0; restart < 2; restart++) {
		storm(restart, 500);
		for (int socket = 0; socket < 2; socket++) stream(socket, restart);
		sleeps();
		threads();
		for (int i = 0; i < 100; i++) {
			int fd = open("f", O_RDWR | O_CREAT | O_TRUNC, 0600), status = -1;
			CHECK(fd >= 0 && write(fd, "x", 1) == 1);
			pid_t p = fork();
			if (p == 0) _exit(5);
			while (waitpid(p, &status, 0) < 0) CHECK(errno == EINTR && !restart);
			CHECK(WEXITSTATUS(status) == 5);
			CHECK(close(fd) == 0);
		}
	}
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
	CHECK(count > 50);
	CHECK(lowest() == before);
	CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
	if (!failed) puts("ok");
}
