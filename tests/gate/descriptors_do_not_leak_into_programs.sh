# The runtime has a trace, a cache, mounts, a broker and pipes of its own open: what the guest execs or spawns finds 0-2 and what was
# left to it, under no other number, and nothing of what closes on exec. No program of the host is started.
. "$SOURCE/tests/gate/kernel.inc"

cat >walk.c <<'C'
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
static int
list(const char *who)
{
	printf("%s:", who);
	for (int fd = 0; fd < 2048; fd++) {
		struct stat s;
		if (fcntl(fd, F_GETFD) >= 0 || fstat(fd, &s) == 0)
			printf(" %d", fd);
	}
	puts("");
	return 0;
}
int
main(int argc, char **argv)
{
	extern char **environ;
	pid_t child;
	int status = -1, ends[2];
	if (argc > 1 && strcmp(argv[1], "none") == 0)
		return 0;
	if (argc > 1 && strcmp(argv[1], "run") != 0)
		return list(argv[1]);
	list("first");
	fflush(stdout);
	int kept = open("/data/kept", O_CREAT | O_RDWR, 0600), closed = open("/data/kept", O_RDONLY | O_CLOEXEC);
	if (kept < 0 || closed < 0 || pipe(ends) != 0 || fcntl(ends[1], F_SETFD, FD_CLOEXEC) != 0)
		return 1;
	dup2(kept, 100);
	fcntl(kept, F_DUPFD_CLOEXEC, 200);
	list("with files");
	fflush(stdout);
	if (posix_spawn(&child, "/data/walk.wasm", NULL, NULL, (char *[]){ "walk", "spawned", NULL }, environ) != 0)
		return 2;
	if (waitpid(child, &status, 0) != child || status != 0)
		return 3;
	if (fork() == 0) {
		execv("/data/walk.wasm", (char *[]){ "walk", "forked", NULL });
		_exit(4);
	}
	if (wait(&status) < 0 || status != 0)
		return 5;
	execv("/data/walk.wasm", (char *[]){ "walk", "in place", NULL });
	return 6;
}
C
mkdir in
"$WASIXCC" -O1 walk.c -o in/walk.wasm
chmod +x in/walk.wasm
cp in/walk.wasm g.wasm
"$WASIX" run --dir=in::/data g.wasm none 5<g.wasm
ended=0
strace -f -qq -e trace=execve,execveat -o execs "$WASIX" run --dir=in::/data --trace=proc_exit:trace g.wasm run >out 2>err 5<g.wasm 9>>secret </dev/null || ended=$?
[ "$ended" = 0 ] || fail "exit status $ended"
cat >expected <<'L'
first: 0 1 2 3 4
with files: 0 1 2 3 4 5 6 100 200
spawned: 0 1 2 3 5 100
forked: 0 1 2 3 5 100
in place: 0 1 2 3 5 100
L
cmp -s expected out || {
	diff expected out
	fail "other descriptors are found"
}
[ "$(grep -c exec execs)" = 1 ] || fail "a program of the host was started: $(cat execs)"
