// What a handler does to a call that waits: goes on with SA_RESTART where POSIX says so, else EINTR; time left is told;
// nothing is lost when signals come all the time.
// EXPECT: read without SA_RESTART: Interrupted system call
// EXPECT: read with SA_RESTART: 4 data, handlers 1
// EXPECT: write of 200000 bytes under 1000 signals: whole
// EXPECT: nanosleep: Interrupted system call, rest 1
// EXPECT: clock_nanosleep absolute: Interrupted system call
// EXPECT: poll: Interrupted system call, handlers 1
// EXPECT: pause: Interrupted system call
// EXPECT: waitpid with SA_RESTART: status 7
// EXPECT: waitpid without: Interrupted system call
// EXPECT: sleep left 2
// EXPECT: select: Interrupted system call
// EXPECT: 300 sleeps under a storm: 1
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t handlers;

static void
count(int signal)
{
	handlers++;
}

static void
handle(int flags)
{
	struct sigaction action = { .sa_handler = count, .sa_flags = flags };
	sigaction(SIGALRM, &action, NULL);
	handlers = 0;
}

static void
after_ms(int first, int then)
{
	struct itimerval t = { .it_value = { 0, first * 1000 }, .it_interval = { 0, then * 1000 } };
	setitimer(ITIMER_REAL, &t, NULL);
}

static void
say(const char *what, long result)
{
	printf("%s: %s", what, result < 0 ? strerror(errno) : "no error");
}

static pid_t
child_that(void (*does)(int), int fd)
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		does(fd);
		_exit(7);
	}
	return pid;
}

static void
writes_later(int fd)
{
	usleep(80000);
	write(fd, "data", 4);
}

static void
shoots(int fd)
{
	for (int i = 0; i < 1000; i++)
		kill(getppid(), SIGALRM);
}

static void
waits(int fd)
{
	usleep(80000);
}

static void
read_pipe(void)
{
	int p[2];
	char data[5] = "";

	pipe(p);
	handle(0);
	after_ms(20, 20); /* the first may come before the call, where there is much else to do */
	say("read without SA_RESTART", read(p[0], data, 4));
	puts("");
	after_ms(0, 0);
	handle(SA_RESTART);
	pid_t pid = child_that(writes_later, p[1]);
	after_ms(20, 0);
	long n = read(p[0], data, 4);
	printf("read with SA_RESTART: %ld %s, handlers %d\n", n, data, handlers);
	waitpid(pid, NULL, 0);
	close(p[0]);
	close(p[1]);
}

static void
reads_slowly(int fd)
{
	static char buffer[5000];
	long n, sum = 0;
	while (sum < 200000 && (n = read(fd, buffer, sizeof buffer)) > 0) {
		sum += n;
		usleep(200);
	}
	_exit(sum == 200000);
}

static void
write_under_signals(void)
{
	static char buffer[200000];
	int p[2], status;
	long done = 0, n;

	pipe(p);
	handle(SA_RESTART);
	pid_t reader = child_that(reads_slowly, p[0]);
	pid_t shooter = child_that(shoots, -1);
	while (done < 200000 && (n = write(p[1], buffer + done, 200000 - done)) > 0)
		done += n;
	waitpid(shooter, NULL, 0);
	waitpid(reader, &status, 0);
	printf("write of 200000 bytes under 1000 signals: %s\n", WEXITSTATUS(status) && handlers > 0 ? "whole" : "broken");
	close(p[0]);
	close(p[1]);
}

static void
sleeps(void)
{
	struct timespec second = { 1, 0 }, rest = { 0, 0 }, at;

	handle(SA_RESTART);
	after_ms(30, 0);
	say("nanosleep", nanosleep(&second, &rest));
	printf(", rest %d\n", rest.tv_sec == 0 && rest.tv_nsec > 500000000 && rest.tv_nsec < 985000000);
	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec++;
	after_ms(30, 0);
	errno = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
	say("clock_nanosleep absolute", -1);
	handle(SA_RESTART);
	after_ms(30, 0);
	say("\npoll", poll(NULL, 0, 1000));
	printf(", handlers %d\n", handlers);
	after_ms(30, 30);
	say("pause", pause());
	puts("");
	after_ms(0, 0);
}

static void
children(void)
{
	int status = 0;

	handle(SA_RESTART);
	pid_t pid = child_that(waits, -1);
	after_ms(20, 0);
	waitpid(pid, &status, 0);
	printf("waitpid with SA_RESTART: status %d\n", WEXITSTATUS(status));
	handle(0);
	pid = child_that(waits, -1);
	after_ms(20, 20);
	say("waitpid without", waitpid(pid, &status, 0));
	puts("");
	after_ms(0, 0);
	waitpid(pid, &status, 0);
}

int
main(void)
{
	struct timeval second = { 1, 0 };

	read_pipe();
	write_under_signals();
	sleeps();
	children();
	handle(0);
	after_ms(500, 0);
	printf("sleep left %u\n", sleep(2) + 1);
	after_ms(30, 0);
	say("select", select(0, NULL, NULL, NULL, &second));
	puts("");

	handle(0);
	after_ms(1, 1);
	int good = 1;
	for (int i = 0; i < 300; i++) {
		struct timespec t = { 0, 500000 }, rest;
		while (nanosleep(&t, &rest) < 0) {
			good &= errno == EINTR;
			t = rest;
		}
	}
	after_ms(0, 0);
	printf("300 sleeps under a storm: %d\n", good && handlers > 50);
}
