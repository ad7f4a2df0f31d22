// EXPECT: child 7 parent 5 offset 3
// EXPECT: pids differ 1 parent 1
// EXPECT: status 3 signalled 1 9
// EXPECT: none left 1
// EXPECT: handlers in child
// EXPECT: handlers in parent
// EXPECT: orphan 1
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *who = "child";

static void
say_end(void)
{
	printf("handlers in %s\n", who);
}

/* Memory is a copy, a file's offset is shared. */
static void
memory_and_offset(void)
{
	int value = 5, status;
	int fd = open("f", O_RDWR | O_CREAT | O_TRUNC, 0600);
	pid_t child = fork();
	if (child == 0) {
		value = 7;
		_exit(write(fd, "abc", 3) == 3 ? value : 1);
	}
	waitpid(child, &status, 0);
	printf("child %d parent %d offset %d\n", WEXITSTATUS(status), value, (int)lseek(fd, 0, SEEK_CUR));
}

static void
numbers(void)
{
	int status;
	pid_t self = getpid(), child = fork();
	if (child == 0)
		_exit((getpid() != self) | (getppid() == self) << 1);
	waitpid(child, &status, 0);
	printf("pids differ %d parent %d\n", WEXITSTATUS(status) & 1, WEXITSTATUS(status) >> 1);
}

static void
ends(void)
{
	int exited, killed;
	pid_t a = fork();
	if (a == 0)
		exit(3 + 256); /* no handlers yet */
	pid_t b = fork();
	if (b == 0)
		for (;;)
			pause();
	waitpid(a, &exited, 0);
	kill(b, SIGKILL);
	waitpid(b, &killed, 0);
	printf("status %d signalled %d %d\n", WEXITSTATUS(exited), WIFSIGNALED(killed), WTERMSIG(killed));
	printf("none left %d\n", waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

/* Whose parent is gone has another one; natively that is 1 or some reaper. */
static void
orphan(void)
{
	int fd[2];
	char gone = 0;
	pid_t self;
	pipe(fd);
	pid_t child = fork();
	if (child == 0) {
		self = getpid();
		if (fork() == 0) {
			for (int i = 0; i < 500 && getppid() == self; i++)
				usleep(10000);
			gone = (char)(getppid() != self);
			write(fd[1], &gone, 1);
			_exit(0);
		}
		_exit(0);
	}
	waitpid(child, NULL, 0);
	read(fd[0], &gone, 1);
	printf("orphan %d\n", gone);
}

int
main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	memory_and_offset();
	numbers();
	ends();
	atexit(say_end);
	pid_t child = fork();
	if (child == 0)
		exit(0);
	waitpid(child, NULL, 0);
	who = "parent";
	say_end();
	orphan();
	_exit(0);
}
