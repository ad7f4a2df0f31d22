// Sessions on pseudo terminals: the controlling terminal, its signals, jobs before and behind; the
// native run says what is right.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

/* What comes through, until `end`; control characters shown. */
static void
show(int fd, const char *end)
{
	char all[512] = "";
	size_t len = 0;
	ssize_t n;

	while (!strstr(all, end) && (n = read(fd, all + len, sizeof all - 1 - len)) > 0)
		all[len += (size_t)n] = 0;
	for (char *p = all; *p; p++)
		printf(*p < ' ' ? "<%d>" : "%c", *p);
	printf("\n");
}

static volatile sig_atomic_t resized;

static void
on_winch(int s)
{
	resized = s;
}

int
main(void)
{
	int m, s, status;
	char name[64], buf[64];
	struct winsize size = { 31, 97, 5, 6 }, now;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (posix_openpt(O_RDWR) < 0 && errno == ENOENT) {
		printf("skipped: the kernel makes no terminals for guests (user namespaces are "
		       "forbidden)\n");
		return 77;
	}
	/* a session of its own */
	pid_t child = forkpty(&m, name, NULL, &size);
	if (child == 0) {
		printf("leader %d", getsid(0) == getpid());
		printf(" foreground %d", tcgetpgrp(0) == getpid());
		printf(" sid %d", tcgetsid(0) == getpid());
		int tty = open("/dev/tty", O_RDWR);
		printf(" tty %d", isatty(tty));
		printf(" sized %d\n", ioctl(tty, TIOCGWINSZ, &now) == 0 && now.ws_col == 97);
		printf("bad group %d\n", tcsetpgrp(0, 31999) < 0 ? errno : 0);
		signal(SIGWINCH, on_winch);
		printf("ready\n");
		while (!resized)
			poll(NULL, 0, 10);
		printf("resized %d\n", ioctl(0, TIOCGWINSZ, &now) == 0 && now.ws_col == 50);
		poll(NULL, 0, 100000);
	}
	show(m, "ready");
	size.ws_col = 50;
	ioctl(m, TIOCSWINSZ, &size);
	show(m, "resized 1");
	write(m, "\003", 1);
	waitpid(child, &status, 0);
	printf("by signal %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : -1);
	close(m);

	/* the other side by its name, in the child, after the parent's way is closed there */
	m = posix_openpt(O_RDWR | O_NOCTTY);
	printf("locked %d", open(ptsname(m), O_RDWR | O_NOCTTY) < 0 ? errno : 0);
	printf(" %d %d\n", grantpt(m), unlockpt(m));
	strcpy(name, ptsname(m));
	child = fork();
	if (child == 0) {
		close(m);
		setsid();
		printf("no terminal %d\n", open("/dev/tty", O_RDWR) < 0 ? errno : 0);
		s = open(name, O_RDWR | O_NOCTTY);
		if (login_tty(s))
			_exit(1);
		/* a job in the foreground, and one behind it that reads */
		pid_t job = fork();
		if (job == 0) {
			setpgid(0, 0);
			read(0, buf, 1);
			_exit(2);
		}
		setpgid(job, job);
		waitpid(job, &status, WUNTRACED);
		dprintf(1, "background %d\n", WIFSTOPPED(status) ? WSTOPSIG(status) : -1);
		signal(SIGTTOU, SIG_IGN);
		dprintf(1, "give %d", tcsetpgrp(0, job));
		dprintf(1, " %d\n", tcgetpgrp(0) == job);
		kill(job, SIGCONT);
		waitpid(job, &status, WUNTRACED);
		dprintf(1, "read %d\n", WEXITSTATUS(status));
		tcsetpgrp(0, getpid());
		_exit(7);
	}
	show(m, "give 0 1");
	write(m, "\n", 1);
	waitpid(child, &status, 0);
	printf("ended %d\n", WEXITSTATUS(status));
}
