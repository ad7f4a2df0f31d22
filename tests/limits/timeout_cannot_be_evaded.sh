# --timeout ends a guest that ignores, blocks, handles or takes every signal, that is stopped, or that became another program so.
. "$SOURCE/tests/expect.sh"

cat >evade.c <<'C'
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>
static void
nothing(int sig)
{
}
static void
set_all(void (*handler)(int))
{
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, handler);
}
static void *
spin(void *unused)
{
	for (volatile long n = 0;; n++)
		;
}
int
main(int argc, char **argv)
{
	const char *how = argv[1];
	sigset_t all;
	int sig;
	pthread_t thread;
	sigfillset(&all);
	if (strcmp(how, "ignored") == 0)
		set_all(SIG_IGN);
	if (strcmp(how, "handled") == 0)
		set_all(nothing);
	if (strcmp(how, "blocked") == 0)
		sigprocmask(SIG_BLOCK, &all, NULL);
	if (strcmp(how, "threads") == 0 && pthread_create(&thread, NULL, spin, NULL) == 0) {
		sigprocmask(SIG_BLOCK, &all, NULL);
		pthread_exit(NULL);
	}
	if (strcmp(how, "ppoll") == 0)
		for (;;)
			ppoll(NULL, 0, NULL, &all);
	if (strcmp(how, "epoll") == 0)
		for (int set = epoll_create1(0);;)
			epoll_pwait(set, &(struct epoll_event){ 0 }, 1, -1, &all);
	if (strcmp(how, "suspended") == 0)
		for (;;)
			sigsuspend(&all);
	if (strcmp(how, "taken") == 0) {
		sigprocmask(SIG_BLOCK, &all, NULL);
		for (;;)
			sigwait(&all, &sig);
	}
	if (strcmp(how, "read") == 0) {
		sigprocmask(SIG_BLOCK, &all, NULL);
		for (int fd = signalfd(-1, &all, 0);;)
			read(fd, &(struct signalfd_siginfo){ 0 }, sizeof(struct signalfd_siginfo));
	}
	if (strcmp(how, "stopped") == 0)
		for (;;)
			kill(getpid(), SIGSTOP);
	if (strcmp(how, "program") == 0) {
		set_all(SIG_IGN);
		sigprocmask(SIG_BLOCK, &all, NULL);
		execl("/p/evade.wasm", "evade", "no", NULL);
		return 9;
	}
	spin(NULL);
}
C
mkdir p
"$WASIXCC" -O1 -D_GNU_SOURCE -pthread evade.c -o p/evade.wasm
chmod +x p/evade.wasm
"$WASIX" compile p/evade.wasm
for how in ignored handled blocked threads ppoll epoll suspended taken read stopped program; do
	actual=0
	timeout -s KILL 20 "$WASIX" run --dir=p::/p --enable-threads --timeout 0.2 p/evade.wasm $how >out 2>err </dev/null || actual=$?
	[ "$actual" = 134 ] || fail "$how: exit status $actual"
	one_line "--timeout"
done
