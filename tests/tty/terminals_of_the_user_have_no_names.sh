# The guest's terminals are its 0-2: where these lead elsewhere, the terminal that wasix was started on has no name, nor has any other of the
# user's; and what the guest makes is its own.
set -eu
command -v script >/dev/null || {
	echo "skipped: script(1) is not installed"
	exit 77
}
scratch=$TEST_SCRATCH/run/tty.names
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
cat >t.c <<'END'
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int
main(void)
{
	char name[32];
	int m, s, found = 0;

	printf("tty %d\n", open("/dev/tty", O_RDWR) < 0 ? errno : 0);
	for (int i = 0; i < 64; i++) {
		snprintf(name, sizeof name, "/dev/pts/%d", i);
		found += open(name, O_RDWR | O_NOCTTY) >= 0;
	}
	printf("found %d\n", found);
	for (int i = 0; i < 64; i++)
		found += isatty(i);
	printf("terminals %d\n", found);
	if (openpty(&m, &s, name, NULL, NULL) == 0) {
		int again = open(name, O_RDWR | O_NOCTTY);
		char line[8] = "";
		write(m, "hi\n", 3);
		read(again, line, sizeof line);
		printf("own %s", line);
		/* another's terminal cannot be taken; ours is not the leader of a session */
		printf("steal %d\n", ioctl(s, TIOCSCTTY, 1) < 0 ? errno : 0);
		printf("type %d\n", ioctl(s, TIOCSTI, "x") < 0 ? errno : 0);
	}
}
END
"$WASIXCC" t.c -o t.wasm
"$WASIX" compile t.wasm
# also on a terminal of the host whose number is the first of the guest's
script -qec "'$WASIX' run t.wasm </dev/null >out 2>err" /dev/null </dev/null >/dev/null
grep -q own out || {
	echo "skipped: no pseudo terminals here: $(cat err)"
	exit 77
}
cat >want <<'END'
tty 6
found 0
terminals 0
own hi
steal 1
type 25
END
diff -u want out
# on it, the terminal is /dev/tty, and still nothing else
script -qec "'$WASIX' run t.wasm 2>err" /dev/null </dev/null | tr -d '\r' >out
grep -qx 'tty 0' out
grep -qx 'found 0' out
