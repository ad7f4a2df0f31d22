// RUN: --dir=. --volume=../guest.wasm:/guest.wasm:ro
/* What a program keeps of the one before it, and what it does not. The native run says what is right. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KEPT = 30, GONE = 31, LOCKED = 32, LOCKED_GONE = 33, OFD = 34 };

static void
on(int s)
{
}

/* Of the other process. */
static const char *
who_locks(const char *name, int start, pid_t other)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = 1 };
	int fd = open(name, O_RDWR);
	int r = fcntl(fd, F_GETLK, &l);
	close(fd);
	return r ? strerror(errno) : l.l_type == F_UNLCK ? "nobody" : l.l_pid == other ? "it" : l.l_pid == -1 ? "a file" : "?";
}

static int
second(char **argv)
{
	struct sigaction a;
	sigset_t mask, pending;
	struct itimerval t;
	struct tms tms;
	struct rlimit r;
	char c = 0, cwd[100];
	pid_t pid = atoi(argv[2]), parent = atoi(argv[3]), group = atoi(argv[4]);

	printf("numbers %d %d %d\n", getpid() == pid, getppid() == parent, getpgrp() == group);
	sigaction(SIGUSR1, NULL, &a);
	printf("caught %d", a.sa_handler == SIG_DFL);
	sigaction(SIGUSR2, NULL, &a);
	printf(" ignored %d", a.sa_handler == SIG_IGN);
	sigprocmask(SIG_SETMASK, NULL, &mask);
	sigpending(&pending);
	printf(" masked %d %d pending %d %d\n", sigismember(&mask, SIGHUP), sigismember(&mask, SIGINT), sigismember(&pending, SIGHUP), sigismember(&pending, SIGINT));
	int taken = sigtimedwait(&pending, NULL, &(struct timespec){ 0 });
	printf("taken %d\n", taken == SIGHUP);
	printf("alarm %d", alarm(0) > 50);
	getitimer(ITIMER_VIRTUAL, &t);
	printf(" virtual %d\n", t.it_value.tv_sec > 40);
	printf("offset %d read %d %c", (int)lseek(KEPT, 0, SEEK_CUR), (int)read(KEPT, &c, 1), c);
	printf(" gone %d", fcntl(GONE, F_GETFD) < 0 ? errno : 0);
	printf(" append %d\n", (fcntl(KEPT, F_GETFL) & O_APPEND) != 0);
	mode_t m = umask(0);
	getcwd(cwd, sizeof cwd);
	getrlimit(RLIMIT_CORE, &r);
	printf("umask %o cwd %s core %d\n", (unsigned)m, strrchr(cwd, '/'), (int)r.rlim_cur);
	times(&tms);
	printf("children's time %d own %d\n", tms.tms_cutime + tms.tms_cstime >= 3, tms.tms_utime + tms.tms_stime >= 2);
	printf("args %s env %s %d\n", argv[5], getenv("ONLY"), getenv("PATH") == NULL);
	fflush(stdout);
	/* another looks at the locks */
	pid_t child = fork();
	if (child == 0) {
		printf("record lock: %s", who_locks("../f", 0, pid));
		printf(", with closed file: %s", who_locks("../g", 0, pid));
		int fd = open("../h", O_RDWR);
		printf(", flock %d", flock(fd, LOCK_EX | LOCK_NB) < 0 ? errno == EWOULDBLOCK : -1);
		printf(", open file's %s\n", who_locks("../f", 8, pid));
		fflush(stdout);
		_exit(0);
	}
	int status;
	waitpid(child, &status, 0);
	/* a child of the program before */
	write(atoi(argv[6]), "x", 1);
	usleep(350000);
	printf("its child %d\n", waitpid(atoi(argv[7]), &status, 0) == atoi(argv[7]) && WEXITSTATUS(status) == 44);
	return 5;
}

static void
burn(void)
{
	struct tms t, b;
	times(&b);
	do
		times(&t);
	while (t.tms_utime + t.tms_stime - b.tms_utime - b.tms_stime < 3);
}

static void
first(char *self)
{
	char pid[16], parent[16], group[16], pipe_end[16], child_pid[16];
	struct sigaction a = { .sa_handler = on };
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 4 };
	struct itimerval t = { .it_value = { 50, 0 } };
	sigset_t set;
	timer_t timer;
	int go[2];

	setpgid(0, 0);
	dup2(open("f", O_RDWR | O_APPEND), KEPT);
	lseek(KEPT, 3, SEEK_SET);
	dup3(open("k", O_RDONLY | O_CREAT, 0600), GONE, O_CLOEXEC);
	int f = open("f", O_RDWR), g = open("g", O_RDWR | O_CREAT | O_CLOEXEC, 0600), h = open("h", O_RDWR | O_CREAT, 0600);
	if (fcntl(g, F_SETLK, &l) || flock(h, LOCK_EX))
		printf("lock\n");
	sigaction(SIGUSR1, &a, NULL);
	a.sa_handler = SIG_IGN;
	sigaction(SIGUSR2, &a, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGHUP);
	alarm(100);
	setitimer(ITIMER_VIRTUAL, &t, NULL);
	/* a timer that would end it */
	struct sigevent e = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGTERM };
	timer_create(CLOCK_MONOTONIC, &e, &timer);
	umask(027);
	mkdir("sub", 0755);
	chdir("sub");
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	pid_t child = fork();
	if (child == 0) {
		burn();
		_exit(0);
	}
	waitpid(child, NULL, 0);
	burn();
	pipe(go);
	child = fork();
	if (child == 0) {
		char c;
		close(go[1]);
		read(go[0], &c, 1);
		_exit(44);
	}
	/* forking and closing would have dropped these, so they come last */
	if (fcntl(f, F_SETLK, &l))
		printf("lock f\n");
	l.l_start = 8;
	l.l_pid = 0;
	if (fcntl(KEPT, F_OFD_SETLK, &l))
		printf("lock ofd\n");
	snprintf(pid, sizeof pid, "%d", getpid());
	snprintf(parent, sizeof parent, "%d", getppid());
	snprintf(group, sizeof group, "%d", getpgrp());
	snprintf(pipe_end, sizeof pipe_end, "%d", go[1]);
	snprintf(child_pid, sizeof child_pid, "%d", child);
	char *argv[] = { self, "second", pid, parent, group, "line\nfeed", pipe_end, child_pid, NULL }, *env[] = { "ONLY=this", NULL };
	fflush(stdout);
	timer_settime(timer, 0, &(struct itimerspec){ .it_value = { 0, 300000000 } }, NULL);
	execve(self, argv, env);
	printf("exec %d\n", errno);
	_exit(1);
}

int
main(int argc, char **argv)
{
	int status;

	if (argc > 2)
		return second(argv);
	char *self = access("/guest.wasm", X_OK) == 0 ? "/guest.wasm" : realpath(argv[0], NULL);
	int fd = creat("f", 0600);
	write(fd, "abcdefghij", 10);
	close(fd);
	pid_t child = fork();
	if (child == 0)
		first(self);
	waitpid(child, &status, 0);
	printf("ended %d %d\n", WIFEXITED(status), WEXITSTATUS(status));
}
