# Ctrl-C, Ctrl-\ and Ctrl-Z typed at a terminal reach the foreground group of the guest's job and nobody else; the shell takes the terminal back, continues the job, and a job behind it that reads stops.
. "$SOURCE/tests/expect.sh"
cat >shell.c <<'C'
/* A shell's way with a job: group, terminal, waiting. Says each step on standard output, a pipe. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
static int shell_heard;
static void hears(int s) { shell_heard++; }
static void caught(int s) { printf("job caught %d\n", s); fflush(stdout); }
static pid_t start(int behind, void (*work)(void))
{
	pid_t pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		if (!behind) tcsetpgrp(0, getpid());
		signal(SIGTTOU, SIG_DFL);
		signal(SIGINT, SIG_DFL); signal(SIGQUIT, SIG_DFL); signal(SIGTSTP, SIG_DFL); signal(SIGTTIN, SIG_DFL);
		work();
		_exit(0);
	}
	setpgid(pid, pid);
	if (!behind) tcsetpgrp(0, pid);
	return pid;
}
static void say(const char *what) { printf("%s\n", what); fflush(stdout); }
static void computes(void) { say("ready"); for (volatile unsigned i = 0;; i++); }
static void sleeps(void) { say("ready"); for (;;) pause(); }
static void catches(void) { struct sigaction a = { .sa_handler = caught }; sigaction(SIGINT, &a, 0); say("ready"); for (int i = 0; i < 2; i++) pause(); }
static void family(void) { pid_t p = fork(); if (!p) for (;;) pause(); say("ready"); int st; waitpid(p, &st, 0); for (;;) pause(); }
static void reads(void) { char b[20]; say("ready"); int n = (int)read(0, b, sizeof b); printf("read %d\n", n); fflush(stdout); }
static int waits(pid_t pid, const char *name)
{
	int status;
	waitpid(pid, &status, WUNTRACED);
	tcsetpgrp(0, getpgrp());
	if (WIFSTOPPED(status)) printf("%s stopped by %d", name, WSTOPSIG(status));
	else if (WIFSIGNALED(status)) printf("%s ended by %d", name, WTERMSIG(status));
	else printf("%s exited %d", name, WEXITSTATUS(status));
	printf(", shell heard %d\n", shell_heard);
	fflush(stdout);
	return WIFSTOPPED(status);
}
int main(void)
{
	struct sigaction a = { .sa_handler = hears };
	signal(SIGTTOU, SIG_IGN); signal(SIGTTIN, SIG_IGN);
	setpgid(0, 0); tcsetpgrp(0, getpgrp());
	sigaction(SIGINT, &a, 0); sigaction(SIGTSTP, &a, 0); sigaction(SIGQUIT, &a, 0);
	waits(start(0, computes), "computing");
	waits(start(0, sleeps), "sleeping");
	waits(start(0, family), "family");
	waits(start(0, catches), "catching");
	pid_t p = start(0, computes);
	while (waits(p, "stopped one")) { tcsetpgrp(0, p); kill(-p, SIGCONT); say("continued"); }
	p = start(1, reads);
	waits(p, "behind");
	tcsetpgrp(0, p); kill(-p, SIGCONT); say("typed");
	waits(p, "before");
	say("mine");
	pause();
	printf("shell heard %d\n", shell_heard); fflush(stdout);
	return 3;
}
C
cat >driver.c <<'C'
/* A terminal of the host: runs the command on it, types what is told after each line that is awaited. */
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>
int main(int argc, char **argv)
{
	static const struct { const char *line; const char *keys; } SCRIPT[] = {
		{ "ready", "\003" }, { "ready", "\034" }, { "ready", "\003" }, { "ready", "\003" }, { "job caught 2", "\003" },
		{ "ready", "\032" }, { "continued", "\032" }, { "continued", "\003" }, { "typed", "abc\n" }, { "mine", "\003" } };
	setvbuf(stdout, 0, _IOLBF, 0);
	int m, out[2], step = 0, status;
	char line[200];
	pipe(out);
	pid_t pid = forkpty(&m, 0, 0, 0);
	if (pid == 0) { dup2(out[1], 1); close(out[0]); close(out[1]); execv(argv[1], argv + 1); _exit(127); }
	close(out[1]);
	FILE *f = fdopen(out[0], "r");
	while (fgets(line, sizeof line, f)) {
		fputs(line, stdout);
		line[strcspn(line, "\n")] = 0;
		if (step < 10 && !strcmp(line, SCRIPT[step].line)) {
			usleep(30000);
			write(m, SCRIPT[step].keys, strlen(SCRIPT[step].keys));
			step++;
		}
	}
	waitpid(pid, &status, 0);
	printf("end %d %d\n", WIFEXITED(status), WEXITSTATUS(status));
}
C
"$WASIXCC" -O1 -w shell.c -o shell.wasm
"$WASIX" compile shell.wasm
"$NATIVE_CC" -w -O1 -D_GNU_SOURCE shell.c -o shell
"$NATIVE_CC" -w -O1 -D_GNU_SOURCE driver.c -o driver -lutil
status 0 timeout 20 ./driver ./shell
mv out native
status 0 timeout 20 ./driver "$WASIX" run shell.wasm
diff native out || fail "native (<) and guest (>) differ"
grep -q 'end 1 3' out || fail "the session did not end"
