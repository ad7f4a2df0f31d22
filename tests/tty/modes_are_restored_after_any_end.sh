# The first process of a tree puts the terminal's modes back, whoever of the tree changed them and however it ends.
set -eu
command -v script >/dev/null || {
	echo "skipped: script(1) is not installed"
	exit 77
}
scratch=$TEST_SCRATCH/run/tty.restored
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
cat >t.c <<'END'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static void
raw(void)
{
	struct termios t;
	if (tcgetattr(0, &t))
		exit(9);
	cfmakeraw(&t);
	if (tcsetattr(0, TCSANOW, &t))
		exit(9);
}

static int
is_raw(void)
{
	struct termios t;
	tcgetattr(0, &t);
	return !(t.c_lflag & (ICANON | ECHO | ISIG));
}

int
main(int argc, char **argv)
{
	const char *how = argv[1];
	if (!strncmp(how, "child", 5)) {
		pid_t child = fork();
		if (child == 0) {
			raw();
			if (!strcmp(how, "child-killed"))
				raise(SIGKILL);
			if (!strcmp(how, "child-traps"))
				__builtin_trap();
			_exit(0);
		}
		int status;
		waitpid(child, &status, 0);
		/* what a child set stays while we run: that is what stty is for */
		return is_raw() ? 0 : 8;
	}
	int exclusive = 7;
	if (!strcmp(how, "is-exclusive"))
		return ioctl(0, TIOCGEXCL, &exclusive) ? 9 : exclusive;
	if (!strcmp(how, "exclusive"))
		return ioctl(0, TIOCEXCL) ? 9 : 0;
	raw();
	if (!is_raw())
		return 7;
	if (!strcmp(how, "killed")) {
		/* by its own child, with the runtime in whatever it does */
		pid_t parent = getpid();
		if (fork() == 0)
			for (;;)
				kill(parent, SIGKILL);
		for (;;)
			sleep(100);
	}
	if (!strcmp(how, "exit"))
		return 0;
	if (!strcmp(how, "trap"))
		__builtin_trap();
	if (!strcmp(how, "abort"))
		abort();
	if (!strcmp(how, "recursion"))
		return main(argc, argv) + 1;
	if (!strcmp(how, "sleep"))
		for (;;)
			sleep(100);
	raise(atoi(how));
	return 0;
}
END
"$WASIXCC" -Wno-infinite-recursion t.c -o t.wasm
"$WASIX" compile t.wasm
cat >inside.sh <<'END'
before=$(stty -g)
# After a SIGKILL it is another process that does it, and takes a moment.
tell() {
	status=0
	"$@" 2>/dev/null || status=$?
	kept=changed
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ "$before" != "$(stty -g)" ] || { kept=restored; break; }
		[ $status = 137 ] || break
		sleep 0.1
	done
	stty "$before"
	echo "$name: $status $kept"
}
for how in exit trap abort child-exits child-killed child-traps 1 2 3 14 15 24; do
	name=$how
	tell "$WASIX" run t.wasm $how
done
# others may open it again
"$WASIX" run t.wasm exclusive && "$WASIX" run t.wasm is-exclusive
echo "exclusive: $?"
name=timeout
tell "$WASIX" run --timeout=0.3 t.wasm sleep
for signal in HUP TERM; do
	name=$signal
	tell timeout --foreground -s $signal 0.5 "$WASIX" run t.wasm sleep
done
name=9
tell "$WASIX" run t.wasm killed
name=KILL
tell timeout --foreground -s KILL 0.5 "$WASIX" run t.wasm sleep
# whoever has set modes of his own meanwhile keeps them
("$WASIX" run t.wasm sleep <&3 & echo $! >pid; sleep 0.4; kill -STOP $(cat pid); stty min 7; kill -9 $(cat pid); wait) 3<&0 2>/dev/null
sleep 0.3
stty -a | grep -q 'min = 7' && echo "own modes stay"
stty "$before"
END
script -qec "sh inside.sh" /dev/null </dev/null | tr -d '\r' >out
cat >want <<'END'
exit: 0 restored
trap: 134 restored
abort: 134 restored
child-exits: 0 restored
child-killed: 0 restored
child-traps: 0 restored
1: 129 restored
2: 130 restored
3: 131 restored
14: 142 restored
15: 143 restored
24: 152 restored
exclusive: 0
timeout: 134 restored
HUP: 124 restored
TERM: 124 restored
9: 137 restored
KILL: 137 restored
own modes stay
END
diff -u want out
