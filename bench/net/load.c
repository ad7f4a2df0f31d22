/* load.c -- load CONNECTIONS SLICES COMMAND-A... -- COMMAND-B...: requests a second of two servers
 * under the same load, in turn.
 *
 * Each command gets a port as its last argument and a pipe as its standard input, whose end tells
 * it to end. All connections have one request on its way at any time. A slice lasts a fifth of a
 * second for each server; the slices alternate, so both meet the same noise.
 *
 * Prints for A and for B: requests a second (median of the slices), latency in us (median, 99 %),
 * processor time of the server a request in us (minimum of the slices); then the three ratios.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { CONNECTIONS_MAX = 2048, SLICES_MAX = 200, LATENCIES_MAX = 1 << 22, ANSWER_MAX = 65536 };

static const double SLICE_S = 0.2;
static const char REQUEST[] =
	"GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: load\r\nAccept: */*\r\n\r\n";

struct server {
	pid_t pid;
	int port, input, set;
	int fds[CONNECTIONS_MAX];
	double since[CONNECTIONS_MAX]; /* when the request left */
	size_t answer_len;             /* of each, known from the first */
	size_t got[CONNECTIONS_MAX];
	double rates[SLICES_MAX], costs[SLICES_MAX];
	float *latencies;
	size_t latency_count;
};

static struct server servers[2];
static int connections;

static void
die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	for (int i = 0; i < 2; i++)
		if (servers[i].pid > 0)
			kill(servers[i].pid, 15);
	exit(2);
}

static double
now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Processor time of a process so far. */
static double
cpu_s(pid_t pid)
{
	struct timespec t;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t))
		return 0;
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
connected(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((unsigned short)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) < 0) {
		close(fd);
		return -1;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

/* A port that was free a moment ago. */
static int
free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&a, n) || getsockname(fd, (struct sockaddr *)&a, &n))
		die("bind");
	close(fd);
	return ntohs(a.sin_port);
}

static void
start(struct server *s, char **argv, int argc)
{
	posix_spawn_file_actions_t actions;
	char port[12], **args = calloc((size_t)argc + 2, sizeof *args);
	int input[2];

	s->port = free_port();
	snprintf(port, sizeof port, "%d", s->port);
	memcpy(args, argv, (size_t)argc * sizeof *args);
	args[argc] = port;
	if (pipe2(input, O_CLOEXEC))
		die("pipe");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, input[0], 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	errno = posix_spawnp(&s->pid, args[0], &actions, NULL, args, environ);
	if (errno)
		die(args[0]);
	close(input[0]);
	s->input = input[1];
	int fd = -1;
	for (int tries = 0; tries < 500 && fd < 0; tries++) {
		nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
		fd = connected(s->port);
	}
	if (fd < 0)
		die("no server");
	close(fd);
	free(args);
}

static void
ask(struct server *s, int i)
{
	s->got[i] = 0;
	s->since[i] = now_s();
	if (send(s->fds[i], REQUEST, sizeof REQUEST - 1, MSG_NOSIGNAL) != sizeof REQUEST - 1)
		die("send");
}

/* One request by hand tells how long answers are. */
static void
connect_all(struct server *s)
{
	static char answer[ANSWER_MAX];

	s->set = epoll_create1(EPOLL_CLOEXEC);
	s->latencies = malloc(LATENCIES_MAX * sizeof *s->latencies);
	for (int i = 0; i < connections; i++) {
		s->fds[i] = connected(s->port);
		if (s->fds[i] < 0)
			die("connect");
		struct epoll_event e = { .events = EPOLLIN, .data.u32 = (unsigned)i };
		epoll_ctl(s->set, EPOLL_CTL_ADD, s->fds[i], &e);
	}
	ask(s, 0);
	ssize_t n = recv(s->fds[0], answer, sizeof answer - 1, 0);
	if (n <= 0)
		die("recv");
	char *end = strstr(answer, "\r\n\r\n"), *length = strcasestr(answer, "content-length:");
	if (!end || !length)
		die("an answer without a length");
	s->answer_len = (size_t)(end + 4 - answer) + strtoul(length + 15, NULL, 10);
	for (size_t have = (size_t)n; have < s->answer_len; have += (size_t)n)
		if ((n = recv(s->fds[0], answer, s->answer_len - have, 0)) <= 0)
			die("recv");
}

static void
slice(struct server *s, int number)
{
	static char answer[ANSWER_MAX];
	static struct epoll_event events[CONNECTIONS_MAX];
	double cpu = cpu_s(s->pid), begin = now_s(), now = begin;
	size_t done = 0;

	int open = connections;
	for (int i = 0; i < connections; i++)
		ask(s, i);
	while (open > 0) {
		int n = epoll_wait(s->set, events, CONNECTIONS_MAX, 5000);
		if (n <= 0)
			die("no answer");
		for (int k = 0; k < n; k++) {
			int i = (int)events[k].data.u32;
			ssize_t got = recv(s->fds[i], answer, s->answer_len - s->got[i], 0);
			if (got <= 0)
				die("recv");
			s->got[i] += (size_t)got;
			if (s->got[i] < s->answer_len)
				continue;
			now = now_s();
			done++;
			if (s->latency_count < LATENCIES_MAX)
				s->latencies[s->latency_count++] =
					(float)((now - s->since[i]) * 1e6);
			if (now - begin < SLICE_S)
				ask(s, i);
			else
				open--;
		}
	}
	s->rates[number] = (double)done / (now - begin);
	s->costs[number] = (cpu_s(s->pid) - cpu) * 1e6 / (double)done;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static int
by_latency(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

static void
stop(struct server *s, int slices)
{
	close(s->input);
	waitpid(s->pid, NULL, 0);
	qsort(s->rates, (size_t)slices, sizeof *s->rates, by_value);
	qsort(s->costs, (size_t)slices, sizeof *s->costs, by_value);
	qsort(s->latencies, s->latency_count, sizeof *s->latencies, by_latency);
	printf("%.0f %.1f %.1f %.2f ", s->rates[slices / 2],
		(double)s->latencies[s->latency_count / 2],
		(double)s->latencies[s->latency_count * 99 / 100], s->costs[0]);
}

int
main(int argc, char **argv)
{
	int slices = argc > 2 ? atoi(argv[2]) : 0, split = 3;

	connections = argc > 1 ? atoi(argv[1]) : 0;
	while (split < argc && strcmp(argv[split], "--") != 0)
		split++;
	if (connections < 1 || connections > CONNECTIONS_MAX || slices < 1 || slices > SLICES_MAX ||
		split < 4 || split + 1 >= argc) {
		fprintf(stderr, "usage: load CONNECTIONS SLICES COMMAND-A... -- COMMAND-B...\n");
		return 2;
	}
	start(&servers[0], argv + 3, split - 3);
	start(&servers[1], argv + split + 1, argc - split - 1);
	for (int i = 0; i < 2; i++)
		connect_all(&servers[i]);
	for (int n = 0; n < slices; n++)
		for (int i = 0; i < 2; i++)
			slice(&servers[i], n);
	for (int i = 0; i < 2; i++)
		stop(&servers[i], slices);
	printf("%.3f %.3f %.3f\n", servers[0].rates[slices / 2] / servers[1].rates[slices / 2],
		(double)servers[0].latencies[servers[0].latency_count / 2] /
			(double)servers[1].latencies[servers[1].latency_count / 2],
		servers[0].costs[0] / servers[1].costs[0]);
	return 0;
}
