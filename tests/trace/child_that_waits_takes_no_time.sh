# The thread that shows calls that wait sleeps in a forked child as it does in the parent: until it has something to do.
. "$SOURCE/tests/expect.sh"
cat >m.c <<'END'
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	struct rusage r;
	pid_t child = fork();

	if (child == 0) {
		usleep(600000);
		_exit(0);
	}
	wait4(child, NULL, 0, &r);
	printf("%ld ms\n", r.ru_utime.tv_sec * 1000 + r.ru_utime.tv_usec / 1000 + r.ru_stime.tv_sec * 1000 + r.ru_stime.tv_usec / 1000);
	return 0;
}
END
"$WASIXCC" m.c -o m.wasm
status 0 "$WASIX" run --trace m.wasm
took=$(sed -n 's/ ms$//p' out)
[ "$took" -lt 150 ] || fail "a child that slept took $took ms of processor time"
grep -q 'timeout=600000000ns.*= ? (unfinished)$' err || fail "the child's call is not shown: $(grep 600 err)"
