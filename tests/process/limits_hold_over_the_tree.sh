# --max-processes and --max-memory count all processes of the guest together; a fork bomb ends with EAGAIN, and what was left of it is gone.
. "$SOURCE/tests/expect.sh"

cat >bomb.c <<'C'
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
/* Every process forks until it may not; the first counts what all of them made. */
int main(int argc, char **argv)
{
	int fd[2], made = 0, error = 0;
	char byte;
	pid_t first = getpid();
	pipe(fd);
	for (;;) {
		pid_t child = fork();
		if (child < 0) {
			error = errno;
			break;
		}
		if (child > 0)
			write(fd[1], "x", 1);
	}
	if (getpid() != first) {
		while (wait(NULL) > 0)
			;
		return 0;
	}
	close(fd[1]);
	while (wait(NULL) > 0)
		;
	while (read(fd[0], &byte, 1) == 1)
		made++;
	printf("%s, at least 9 made: %d\n", strerror(error), made >= 9);
	pid_t child = fork();
	if (child == 0)
		return 0;
	printf("and again: %d\n", child > 0 && wait(NULL) == child);
}
C
"$WASIXCC" bomb.c -o limits-bomb-$$.wasm
status 0 timeout 60 "$WASIX" run --max-processes=10 limits-bomb-$$.wasm
says "Resource temporarily unavailable, at least 9 made: 1"
says "and again: 1"
grep -q 'has 10 processes, as many as it may (--max-processes)' err || fail "the limit is not named"
! pgrep -f "limits-bomb-$$.wasm" || fail "processes are left"

cat >memory.c <<'C'
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
extern char **environ;
enum { MIB = 1 << 20 };
static int grows(int mib)
{
	void *p = malloc((size_t)mib * MIB);
	free(p);
	return p != NULL;
}
int main(int argc, char **argv)
{
	int go[2], told[2], status;
	char byte;
	pipe(go);
	pipe(told);
	char *big = malloc(30 * MIB);
	printf("alone: %d\n", big && grows(40)); /* of 100 */
	if (fork() < 0)
		printf("copy: %s\n", strerror(errno)); /* what was freed is not given back by wasm */
	char *args[] = { "child.wasm", NULL };
	pid_t pid;
	int e = posix_spawn(&pid, "child.wasm", NULL, NULL, args, environ);
	waitpid(pid, &status, 0);
	printf("a small program: %d\n", e == 0 && status == 0);
	e = posix_spawn(&pid, "large.wasm", NULL, NULL, args, environ);
	printf("a large one: %s\n", strerror(e));
	(void)big;
}
C
"$WASIXCC" memory.c -o memory.wasm
printf 'int main(void) { return 0; }\n' >child.c
"$WASIXCC" child.c -o child.wasm
printf 'static char room[70 << 20]; int main(void) { return room[1]; }\n' >large.c
"$WASIXCC" large.c -o large.wasm
status 0 timeout 60 "$WASIX" run --dir=. --max-memory=100M memory.wasm
says "alone: 1"
says "copy: Out of memory"
says "a small program: 1"
says "a large one: Out of memory"

# A child killed with -9 gives back what it held.
cat >killed.c <<'C'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	int ok = 0;
	for (int i = 0; i < 20; i++) {
		int fd[2];
		char byte;
		pipe(fd);
		pid_t child = fork();
		if (child == 0) {
			write(fd[1], malloc(40 << 20) ? "y" : "n", 1);
			pause();
		}
		read(fd[0], &byte, 1);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		close(fd[0]);
		close(fd[1]);
		ok += byte == 'y';
	}
	printf("given back %d of 20 times\n", ok);
}
C
"$WASIXCC" killed.c -o killed.wasm
status 0 timeout 60 "$WASIX" run --max-memory=80M --max-processes=2 killed.wasm
says "given back 20 of 20 times"
