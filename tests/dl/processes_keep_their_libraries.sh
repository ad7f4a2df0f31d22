# After fork, also in another thread than the first; programs that need libraries when they start, found by rpath or
# LD_LIBRARY_PATH, started from the command line, by exec and by spawn.
. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/dl/loader.inc"
cat >needed.c <<'C'
int needed_data = 30;
static __thread int calls;
int needed_function(int x) { return x + needed_data + calls++; }
C
cat >more.c <<'C'
int more(void) { return 77; }
C
cat >needs.c <<'C'
#include <stdio.h>
#include <stdlib.h>
extern int needed_function(int), needed_data, (*pointer)(int);
int (*pointer)(int) = needed_function;
int main(int argc, char **argv)
{
	printf("%s: %d %d\n", argc > 1 ? argv[1] : "no argument", needed_function(1), pointer(1));
	needed_data++;
	printf("%d\n", needed_function(1));
	return 5;
}
C
cat >test.c <<'C'
#include <dlfcn.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern int needed_function(int), needed_data;
extern char **environ;

static int status_of(pid_t child)
{
	int status = -1;
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -status;
}

static int in_child(void)
{
	void *more = dlopen("./libmore.so", RTLD_NOW);
	int (*f)(void) = more ? (int (*)(void))dlsym(more, "more") : NULL;
	needed_data = 100;
	return f ? f() + needed_function(1) : 1;
}

static void *forking(void *argument)
{
	pid_t child = fork();
	(void)argument;
	if (child == 0)
		_exit(in_child() + 1);
	printf("of a thread: %d\n", status_of(child));
	return NULL;
}

static void start(char *name)
{
	char *arguments[] = { name, "spawned", NULL };
	pid_t child;
	if (posix_spawn(&child, name, NULL, NULL, arguments, environ))
		printf("spawn failed\n");
	else
		printf("spawned: %d\n", status_of(child));
}

int run(int argc, char **argv)
{
	pthread_t thread;
	(void)argc;

	setvbuf(stdout, NULL, _IONBF, 0);
	pid_t child = fork();
	if (child == 0)
		_exit(in_child());
	printf("forked: %d, here %d\n", status_of(child), needed_data);
	pthread_create(&thread, NULL, forking, NULL);
	pthread_join(thread, NULL);
	start(argv[1]);
	child = fork();
	if (child == 0) {
		execl(argv[1], argv[1], "by exec", (char *)NULL);
		_exit(99);
	}
	printf("exec: %d\n", status_of(child));
	execl(argv[1], argv[1], "in place", (char *)NULL);
	return 1;
}
C
library needed -Wl,-soname,libneeded.so
library more
library test -lneeded '-Wl,-rpath,$ORIGIN' -pthread
"$WASIXCC" -O1 needs.c guest/libneeded.so '-Wl,-rpath,$ORIGIN' -o guest/needs # a library among the files is as good as -pie -rdynamic
"$NATIVE_CC" -O1 -fPIE -pie needs.c native/libneeded.so '-Wl,-rpath,$ORIGIN' -o native/needs
both loader ./libtest.so ./needs
says 'by exec: 31 32'

mkdir guest/elsewhere
mv guest/libneeded.so guest/elsewhere/libneeded.wasm # found under this name too
status 126 "$WASIX" run --dir=guest::/w --cwd=/w guest/needs
one_line 'libneeded.so: cannot open shared object file: No such file or directory'
status 5 "$WASIX" run --dir=guest::/w --cwd=/w --env=LD_LIBRARY_PATH=/nowhere:elsewhere guest/needs
says 'no argument: 31 32'
