. "$SOURCE/tests/expect.sh"
command -v script >/dev/null || skip "script (Debian's bsdutils) is not installed"

cat >raw.c <<'C'
#include <stdio.h>
#include <termios.h>
#include <unistd.h>
int main(void)
{
	struct termios t;
	if (tcgetattr(0, &t)) return 1;
	t.c_lflag &= ~(ECHO | ICANON);
	if (tcsetattr(0, TCSANOW, &t)) return 2;
	puts("raw");
	fflush(stdout);
	for (;;) ;
}
C
"$WASIXCC" raw.c -o raw.wasm
"$WASIX" compile raw.wasm
script -qc "'$WASIX' run --timeout 0.5 raw.wasm; echo status \$?; stty -a" /dev/null </dev/null >out 2>err || fail "script"
says "raw"
says "its time (--timeout) is over"
says "status 134"
grep -q ' icanon' out || fail "the terminal is still raw"
grep -q ' echo ' out || fail "the terminal does not echo"

# so does a signal
script -qc "('$WASIX' run raw.wasm </dev/tty & guest=\$!; sleep 0.5; kill -TERM \$guest; wait \$guest; echo status \$?; stty -a) </dev/tty" /dev/null </dev/null >out 2>err || fail "script"
says "raw"
says "status 143"
grep -q ' icanon' out || fail "the terminal is still raw"
