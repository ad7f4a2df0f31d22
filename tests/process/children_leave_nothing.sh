# 10,000 children in a row, children killed with -9 at any moment, and a first process that ends before its children: nothing is left behind.
. "$SOURCE/tests/expect.sh"

cat >many.c <<'C'
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	int bad = 0, before = dup(0);
	close(before);
	for (int i = 0; i < 10000; i++) {
		int status = -1;
		pid_t child = fork();
		if (child == 0)
			_exit(i & 0x7f);
		if (child < 0 || waitpid(child, &status, 0) != child || WEXITSTATUS(status) != (i & 0x7f))
			bad++;
	}
	printf("bad %d, same descriptor %d\n", bad, dup(0) == before);
}
C
cat >killed.c <<'C'
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
/* A child does what takes locks: forks, opens, makes groups, allocates; it ends at any point of that. */
static void busy(void)
{
	for (;;) {
		pid_t child = fork();
		if (child == 0)
			_exit(0);
		close(open("f", O_RDWR | O_CREAT, 0600));
		setpgid(0, 0);
		kill(child, 0);
		waitpid(child, NULL, 0);
	}
}
int main(void)
{
	int signalled = 0, status;
	for (int i = 0; i < 100; i++) {
		pid_t child = fork();
		if (child == 0)
			busy();
		usleep(i * 37 % 3000);
		kill(child, SIGKILL);
		if (waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
			signalled++;
	}
	pid_t child = fork();
	if (child == 0)
		_exit(5);
	waitpid(child, &status, 0);
	printf("signalled %d, then %d\n", signalled, WEXITSTATUS(status));
}
C
cat >outlives.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
/* The child goes on when the first process is gone, and may start another program. */
int main(int argc, char **argv)
{
	if (argc > 1) {
		FILE *f = fopen("late", "w");
		fprintf(f, "parent %d\n", getppid());
		return fclose(f);
	}
	if (fork() == 0) {
		while (getppid() != 1)
			usleep(1000);
		execl(SELF, SELF, "again", (char *)0);
		_exit(1);
	}
	return 6;
}
C
mine=leave-$$ # other trees may run this test as well
for name in many killed outlives; do "$WASIXCC" -O1 -DSELF="\"$mine-outlives.wasm\"" $name.c -o $mine-$name.wasm; done
status 0 "$WASIX" run $mine-many.wasm
says "bad 0, same descriptor 1"
status 0 timeout 60 "$WASIX" run --dir=. $mine-killed.wasm
says "signalled 100, then 5"
status 6 "$WASIX" run --dir=. $mine-outlives.wasm
for _ in $(seq 100); do
	[ ! -s late ] || break
	sleep 0.1
done
grep -qx "parent 1" late || fail "the child did not go on"
for _ in $(seq 50); do # the broker goes with the last one
	pgrep -f "$mine-(many|killed|outlives).wasm" >left || break
	sleep 0.1
done
! pgrep -f "$mine-(many|killed|outlives).wasm" || fail "processes are left"
