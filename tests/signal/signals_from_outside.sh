# Signals that other processes and terminals send: handled in a loop, at their default, ignored since before the start, faults' numbers; broken pipes; storms over fork and exec.
. "$SOURCE/tests/expect.sh"

cat >guest.c <<'C'
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t count;

static void
note(int signal)
{
	count++;
}

static void
end(int signal)
{
	static const char TEXT[] = "handled\n";
	write(1, TEXT, sizeof TEXT - 1);
	_exit(signal);
}

static int
storm(char *self)
{
	struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART };
	pid_t victim = getpid();
	int status, good = 1;

	sigaction(SIGUSR1, &action, NULL);
	pid_t shooter = fork();
	if (shooter == 0)
		for (;;)
			kill(victim, SIGUSR1);
	for (int i = 0; i < 60; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			if (i % 3 == 0)
				execl("/guest.wasm", "guest", "seven", (char *)NULL);
			_exit(7);
		}
		good &= waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 7;
	}
	kill(shooter, SIGKILL);
	waitpid(shooter, &status, 0);
	printf("storm %d\n", good && count > 0);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *what = argv[1];
	struct sigaction now;

	if (strcmp(what, "seven") == 0)
		return 7;
	if (strcmp(what, "storm") == 0)
		return storm(argv[0]);
	if (strcmp(what, "yes") == 0)
		for (;;)
			puts("y");
	if (strcmp(what, "hup") == 0) {
		sigaction(SIGHUP, NULL, &now);
		printf("ignored %d\n", now.sa_handler == SIG_IGN);
		return 0;
	}
	if (strcmp(what, "handle") == 0)
		for (int i = 2; i < argc; i++)
			signal(atoi(argv[i]), end);
	puts("ready");
	fflush(stdout);
	if (strcmp(what, "handle") == 0)
		for (;;)
			usleep(1000);
	for (volatile unsigned i = 0;; i++)
		;
}
C
"$WASIXCC" -O1 guest.c -o guest.wasm

# shoot SIGNAL EXPECTED ARGUMENTS...: starts the guest, sends it the signal when it is ready
shoot() {
	signal=$1 expected=$2
	shift 2
	rm -f out
	"$WASIX" run guest.wasm "$@" >out 2>err &
	pid=$!
	for _ in $(seq 200); do
		grep -qs ready out && break
		sleep 0.05
	done
	kill -"$signal" $pid
	actual=0
	wait $pid || actual=$?
	[ $actual = "$expected" ] || fail "status $actual after $signal, expected $expected: $*"
}

shoot TERM 143 loop
shoot INT 2 handle 2
says handled
shoot HUP 129 loop
shoot USR1 138 loop
shoot SEGV 11 handle 11
says handled
sanitized || shoot SEGV 139 loop # a sanitizer takes what would end the process
shoot KILL 137 handle 1 2 3 15

(trap '' HUP && "$WASIX" run guest.wasm hup) >out
says "ignored 1"
"$WASIX" run guest.wasm hup >out
says "ignored 0"

# the reader is gone: killed as a native program is, and quietly
{ "$WASIX" run guest.wasm yes 2>err || echo $? >code; } | head -1 >out
[ "$(cat code)" = 141 ] || fail "status $(cat code) on a broken pipe"
[ ! -s err ] || fail "a broken pipe is not worth a word"

status 0 timeout 60 "$WASIX" run --volume "$PWD/guest.wasm:/guest.wasm:ro" guest.wasm storm
says "storm 1"
