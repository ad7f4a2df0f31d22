// EXPECT: zombie leads: 0
// EXPECT: same group: 1
// EXPECT: one joins by itself: 0
// EXPECT: when all are gone: -1 1
// EXPECT: no numbers: 1 1 1
/* a shell's second process of a pipeline joins the group of a first one that has ended and was not
 * waited for */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* the process itself, before its parent does */
static int
joins(pid_t group)
{
	int status;

	pid_t pid = fork();
	if (pid == 0)
		_exit(setpgid(0, group) ? errno : 0);
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

int
main(void)
{
	siginfo_t info;
	int hold[2];
	char c;

	if (pipe(hold) != 0)
		return 1;
	pid_t first = fork();
	if (first == 0)
		_exit(setpgid(0, 0));
	setpgid(first, first);
	if (waitid(P_PID, (id_t)first, &info, WEXITED | WNOWAIT) != 0)
		return 2;
	int joined = joins(first);
	pid_t second = fork();
	if (second == 0) {
		close(hold[1]);
		_exit(read(hold[0], &c, 1) != 0);
	}
	printf("zombie leads: %d\n", setpgid(second, first));
	printf("same group: %d\n", getpgid(second) == first);
	printf("one joins by itself: %d\n", joined);
	close(hold[1]);
	waitpid(first, NULL, 0);
	waitpid(second, NULL, 0);
	pid_t third = fork();
	if (third == 0)
		for (;;)
			sleep(10);
	int result = setpgid(third, first);
	printf("when all are gone: %d %d\n", result, errno == EPERM);
	int none = waitid(P_PID, 0, &info, WEXITED) == -1 && errno == EINVAL;
	int negative = waitid(P_PID, 0x80000001u, &info, WEXITED) == -1 && errno == EINVAL;
	int least = waitid(P_PGID, 0x80000000u, &info, WEXITED) == -1 && errno == EINVAL;
	printf("no numbers: %d %d %d\n", none, negative, least);
	kill(third, 9);
	waitpid(third, NULL, 0);
}
