# --timeout ends the guest's whole tree: children that compute, sleep, or have lost their parent. It is said once.
. "$SOURCE/tests/expect.sh"

cat >tree.c <<'C'
#include <string.h>
#include <unistd.h>
int
main(int argc, char **argv)
{
	if (fork() == 0)
		for (volatile long n = 0;; n++)
			;
	if (fork() == 0) {
		if (fork() == 0) /* nobody waits for this one */
			for (;;)
				sleep(100);
		_exit(0);
	}
	if (argc > 1)
		return 7; /* its children go on */
	for (;;)
		pause();
}
C
"$WASIXCC" -O1 tree.c -o tree.wasm
"$WASIX" compile tree.wasm
for how in "" gone; do
	# all of them hold the pipe, so the reader ends with the last
	begin=$(date +%s)
	{
		# shellcheck disable=SC2086
		"$WASIX" run --timeout 0.5 tree.wasm $how 2>err
		echo "ended $?"
	} | timeout 20 cat >out || fail "a process is still there"
	[ $(($(date +%s) - begin)) -lt 15 ] || fail "a process went on"
	[ "$(grep -c 'its time (--timeout) is over' err)" = 1 ] || fail "$(cat err)"
	if [ "$how" ]; then
		grep -qx 'ended 7' out
	else
		grep -qx 'ended 134' out
	fi || fail "$(cat out)"
done
