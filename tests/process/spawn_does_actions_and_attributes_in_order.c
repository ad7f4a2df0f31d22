// RUN: --dir=. --volume=../guest.wasm:/guest.wasm:ro
// EXPECT: to a file: 'out' with 'one two', mode 654
// EXPECT: opened: file text
// EXPECT: directories: d e
// EXPECT: closed 9, dup keeps 7 open
// EXPECT: errors 2 2 13 20 9 2 36 36
// EXPECT: group 1 session 1
// EXPECT: searched 5
// EXPECT: environment 'only'
// EXPECT: cloexec 0 1
// EXPECT: ignored 1 default 0 0 mask 1 0
// EXPECT: policies 0 0 1 none 22 param 0 3 priority of none 22 ordinary 0 5
// EXPECT: nothing left 1
/* The program starts itself in other roles. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char *self;

static pid_t
start(const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes, char *role, char *arg)
{
	char *argv[] = { self, role, arg, NULL };
	pid_t pid = -1;
	int e = posix_spawn(&pid, self, actions, attributes, argv, environ);
	if (e)
		printf("posix_spawn: %s\n", strerror(e));
	return pid;
}

static int
status_of(pid_t pid)
{
	int status = -1;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static int
run(const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes, char *role, char *arg)
{
	return status_of(start(actions, attributes, role, arg));
}

static void
output_goes_to_a_file(void)
{
	posix_spawn_file_actions_t a;
	char text[100] = "";
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 1, "out", O_WRONLY | O_CREAT | O_TRUNC, 0674);
	struct stat s;
	umask(022);
	run(&a, NULL, "say", "one two");
	int fd = open("out", O_RDONLY);
	read(fd, text, sizeof text - 1);
	fstat(fd, &s);
	close(fd);
	printf("to a file: 'out' with '%s', mode %o\n", text, (unsigned)s.st_mode & 0777);
	posix_spawn_file_actions_destroy(&a);
}

static void
files_and_directories(void)
{
	posix_spawn_file_actions_t a;
	mkdir("d", 0755);
	mkdir("d/e", 0755);
	close(open("d/e/x", O_WRONLY | O_CREAT, 0644));
	int fd = open("f", O_RDWR | O_CREAT | O_TRUNC, 0644);
	write(fd, "file text", 9);
	close(fd);
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 0, "f", O_RDONLY, 0);
	run(&a, NULL, "cat", NULL);
	posix_spawn_file_actions_destroy(&a);
	posix_spawn_file_actions_init(&a);
	int d = open("d", O_RDONLY | O_DIRECTORY);
	posix_spawn_file_actions_addfchdir_np(&a, d);
	posix_spawn_file_actions_addchdir_np(&a, "e");
	posix_spawn_file_actions_addopen(&a, 5, "x", O_RDONLY, 0);
	/* the name of the program is relative to the new directory */
	char path[300], *saved = self;
	snprintf(path, sizeof path, "%s%s", self[0] == '/' ? "" : "../../", self);
	self = path;
	run(&a, NULL, "where", NULL);
	self = saved;
	posix_spawn_file_actions_destroy(&a);
	close(d);
}

static void
numbers_move(void)
{
	posix_spawn_file_actions_t a;
	int fd = open("f", O_RDONLY);
	dup2(fd, 9);
	fcntl(9, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_adddup2(&a, 9, 7);
	posix_spawn_file_actions_addclose(&a, 9);
	posix_spawn_file_actions_addclose(&a, 123); /* not open: no error */
	int bits = run(&a, NULL, "open", "7 9");
	printf("closed 9, dup keeps %s open\n", bits == 1 ? "7" : "not only 7");
	posix_spawn_file_actions_destroy(&a);
	close(fd);
	close(9);
}

static int
error_of(const char *path, const posix_spawn_file_actions_t *actions)
{
	char *argv[] = { "x", NULL };
	pid_t pid;
	return posix_spawn(&pid, path, actions, NULL, argv, environ);
}

static void
errors_come_back(void)
{
	posix_spawn_file_actions_t open_missing, bad_number;
	posix_spawn_file_actions_init(&open_missing);
	posix_spawn_file_actions_addopen(&open_missing, 4, "no/file", O_RDONLY, 0);
	posix_spawn_file_actions_init(&bad_number);
	posix_spawn_file_actions_adddup2(&bad_number, 77, 4);
	char *argv[] = { "no-such-program", NULL }, endless[5000];
	memset(endless, 'x', sizeof endless);
	endless[sizeof endless - 1] = 0;
	printf("errors %d %d %d %d %d %d", error_of("missing", NULL), error_of(self, &open_missing),
		error_of("d", NULL), error_of("f/x", NULL), error_of(self, &bad_number),
		posix_spawnp(&(pid_t){ 0 }, "no-such-program", NULL, NULL, argv, environ));
	execv(endless, argv);
	printf(" %d %d\n", error_of(endless, NULL), errno);
}

static void
leaders(void)
{
	posix_spawnattr_t group, session;
	posix_spawnattr_init(&group);
	posix_spawnattr_setflags(&group, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_RESETIDS);
	posix_spawnattr_setpgroup(&group, 0);
	posix_spawnattr_init(&session);
	posix_spawnattr_setflags(&session, POSIX_SPAWN_SETSID | POSIX_SPAWN_USEVFORK);
	int g = run(NULL, &group, "leader", NULL), s = run(NULL, &session, "leader", NULL);
	printf("group %d session %d\n", g & 1, s >> 1);
}

static void
search(void)
{
	char *argv[] = { "named", "five", NULL };
	pid_t pid;
	mkdir("bin", 0755);
	symlink(self[0] == '/' ? self : "../self", "bin/named");
	if (self[0] != '/')
		symlink(self, "self");
	setenv("PATH", "nowhere:d:bin", 1);
	int e = posix_spawnp(&pid, "named", NULL, NULL, argv, environ);
	printf("searched %d\n", e ? -e : status_of(pid));
}

static void
environment(void)
{
	char *argv[] = { self, "env", NULL }, *env[] = { "A=only", NULL };
	pid_t pid;
	posix_spawn(&pid, self, NULL, NULL, argv, env);
	status_of(pid);
}

static void
close_on_exec(void)
{
	int a = open("f", O_RDONLY | O_CLOEXEC), b = open("f", O_RDONLY);
	char text[40];
	snprintf(text, sizeof text, "%d %d", a, b);
	int bits = run(NULL, NULL, "open", text);
	printf("cloexec %d %d\n", bits & 1, bits >> 1);
	close(a);
	close(b);
}

static void
nothing(int signal)
{
	(void)signal;
}

static void
signals(void)
{
	posix_spawnattr_t a;
	sigset_t def, mask;
	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, nothing);
	signal(SIGTERM, SIG_IGN);
	posix_spawnattr_init(&a);
	sigemptyset(&def);
	sigaddset(&def, SIGTERM);
	sigemptyset(&mask);
	sigaddset(&mask, SIGHUP);
	posix_spawnattr_setflags(&a, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigdefault(&a, &def);
	posix_spawnattr_setsigmask(&a, &mask);
	run(NULL, &a, "signals", NULL);
}

static int
role(int argc, char **argv)
{
	const char *what = argv[1], *arg = argc > 2 ? argv[2] : "";
	char text[100] = "";
	struct sigaction one, two, three;
	sigset_t mask;
	int x, y;

	if (strcmp(what, "say") == 0) {
		printf("%s", arg);
	} else if (strcmp(what, "cat") == 0) {
		read(0, text, sizeof text - 1);
		printf("opened: %s\n", text);
	} else if (strcmp(what, "where") == 0) {
		getcwd(text, sizeof text);
		char *e = strrchr(text, '/');
		*e = 0;
		printf("directories: %s %s\n", strrchr(text, '/') + 1, fcntl(5, F_GETFD) == 0 ? e + 1 : "?");
	} else if (strcmp(what, "open") == 0) {
		sscanf(arg, "%d %d", &x, &y);
		return (fcntl(x, F_GETFD) == 0) | (fcntl(y, F_GETFD) == 0) << 1;
	} else if (strcmp(what, "leader") == 0) {
		return (getpgrp() == getpid()) | (getsid(0) == getpid()) << 1;
	} else if (strcmp(what, "five") == 0) {
		return 5;
	} else if (strcmp(what, "env") == 0) {
		printf("environment '%s'\n", environ[0] && !environ[1] ? getenv("A") : "?");
	} else if (strcmp(what, "signals") == 0) {
		sigaction(SIGUSR1, NULL, &one);
		sigaction(SIGUSR2, NULL, &two);
		sigaction(SIGTERM, NULL, &three);
		sigprocmask(SIG_SETMASK, NULL, &mask);
		printf("ignored %d default %d %d mask %d %d\n", one.sa_handler == SIG_IGN, two.sa_handler != SIG_DFL,
			three.sa_handler != SIG_DFL, sigismember(&mask, SIGHUP), sigismember(&mask, SIGINT));
	}
	return 0;
}

static void
scheduling(void)
{
	struct sched_param param = { .sched_priority = 3 };
	posix_spawnattr_t a;
	int policy = -1, status;
	pid_t pid;

	posix_spawnattr_init(&a);
	printf("policies %d %d %d", posix_spawnattr_setschedpolicy(&a, SCHED_RR), posix_spawnattr_getschedpolicy(&a, &policy), policy == SCHED_RR);
	printf(" none %d", posix_spawnattr_setschedpolicy(&a, 77));
	posix_spawnattr_setschedpolicy(&a, SCHED_OTHER);
	posix_spawnattr_setschedparam(&a, &param);
	param.sched_priority = 0;
	printf(" param %d %d", posix_spawnattr_getschedparam(&a, &param), param.sched_priority);
	posix_spawnattr_setflags(&a, POSIX_SPAWN_SETSCHEDULER | POSIX_SPAWN_SETSCHEDPARAM);
	printf(" priority of none %d", posix_spawn(&pid, self, NULL, &a, (char *[]){ "self", "five", NULL }, environ));
	param.sched_priority = 0;
	posix_spawnattr_setschedparam(&a, &param);
	printf(" ordinary %d", posix_spawn(&pid, self, NULL, &a, (char *[]){ "self", "five", NULL }, environ));
	waitpid(pid, &status, 0);
	printf(" %d\n", WEXITSTATUS(status));
}

int
main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	self = access("/guest.wasm", X_OK) == 0 ? "/guest.wasm" : argv[0];
	if (argc > 1)
		return role(argc, argv);
	output_goes_to_a_file();
	files_and_directories();
	numbers_move();
	errors_come_back();
	leaders();
	search();
	environment();
	close_on_exec();
	signals();
	scheduling();
	printf("nothing left %d\n", wait(NULL) == -1 && errno == ECHILD);
}
