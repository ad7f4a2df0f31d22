// RUN: --dir=. --volume=../guest.wasm:/guest.wasm:ro
// EXPECT: script: [1] [a b] [./s1] [x]
// EXPECT: nested: [1] [a b] [./s1] [./s2] [y]
// EXPECT: errors: missing 2, directory 13, mode 13, text 8, empty 8, no interpreter 2, CR 2, chain 40, not a directory 20, name 36
// EXPECT: too long: 7
// EXPECT: fexecve: [2] [f]
// EXPECT: path: [2] [g]
// EXPECT: handlers gone, kept memory: 0
/* The program starts itself in other roles. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char self[200];

static void
write_file(const char *name, mode_t mode, const char *format, ...)
{
	FILE *f = fopen(name, "w");
	va_list args;
	va_start(args, format);
	vfprintf(f, format, args);
	va_end(args);
	fclose(f);
	chmod(name, mode);
}

/* The errno of an exec in a child, or 0 when it went well. */
static int
exec_in_child(const char *path, char *const argv[])
{
	int fd[2], error = 0;
	pipe2(fd, O_CLOEXEC);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		execv(path, argv);
		error = errno;
		write(fd[1], &error, sizeof error);
		_exit(127);
	}
	close(fd[1]);
	if (read(fd[0], &error, sizeof error) != sizeof error)
		error = 0;
	close(fd[0]);
	waitpid(child, NULL, 0);
	return error;
}

static int
error_of(const char *path)
{
	char *argv[] = { "0", "x", NULL };
	return exec_in_child(path, argv);
}

static void
show(char *path, char *name, char *arg)
{
	char *argv[] = { name, arg, NULL };
	printf("%s: ", arg[0] == 'x' ? "script" : arg[0] == 'y' ? "nested" : "relative");
	int e = exec_in_child(path, argv);
	if (e)
		printf("%d\n", e);
}

static void
scripts(void)
{
	write_file("s1", 0755, "#! %s \ta b \nrest\n", self);
	write_file("s2", 0755, "#!./s1\n");
	write_file("s3", 0755, "#!./s2\r\n");
	write_file("no", 0755, "#!/absent/interpreter\n");
	write_file("noname", 0755, "#! \n");
	write_file("c0", 0755, "#!./s1");
	for (int i = 1; i < 8; i++) {
		char name[8];
		snprintf(name, sizeof name, "c%d", i);
		write_file(name, 0755, "#!./c%d\n", i - 1);
	}
	write_file("text", 0755, "no module\n");
	write_file("mode", 0644, "#!%s\n", self);
	write_file("empty", 0755, "");
	mkdir("dir", 0755);
	show("./s1", "name", "x");
	show("./s2", "name", "y");
}

static void
errors(void)
{
	char name[400] = "./";
	memset(name + 2, 'n', 300);
	printf("errors: missing %d, directory %d, mode %d, text %d, empty %d, no interpreter %d, CR %d, chain %d, not a directory %d, name %d\n",
		error_of("./absent"), error_of("dir"), error_of("./mode"), error_of("./text"), error_of("./empty"),
		error_of("./no"), error_of("./s3"), error_of("./c7"), error_of("./text/x"), error_of(name));
}

static void
too_many_arguments(void)
{
	enum { COUNT = 40, SIZE = 120 << 10 }; /* each may be 128 KiB natively */
	static char big[SIZE], *argv[COUNT + 1];
	memset(big, 'a', SIZE - 1);
	for (int i = 0; i < COUNT; i++)
		argv[i] = big;
	printf("too long: %d\n", exec_in_child(self, argv));
}

static void
by_descriptor_and_path(void)
{
	char *argv[] = { "2", "f", NULL }, directory[200];
	fflush(stdout);
	if (fork() == 0) {
		printf("fexecve: ");
		fflush(stdout);
		fexecve(open(self, O_RDONLY), argv, environ);
		printf("%s\n", strerror(errno));
		exit(1);
	}
	wait(NULL);
	if (fork() == 0) {
		argv[1] = "g";
		printf("path: ");
		fflush(stdout);
		strcpy(directory, "/absent:dir/x:.:");
		strcat(directory, self);
		*strrchr(directory, '/') = 0;
		if (!strrchr(directory, ':')[1])
			strcat(directory, "/");
		setenv("PATH", directory, 1);
		execvp(strrchr(self, '/') + 1, argv);
		printf("%s\n", strerror(errno));
		exit(1);
	}
	wait(NULL);
}

static int kept;

static void
at_end(void)
{
	printf("handlers ran\n");
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[0], "end") == 0) {
		printf("handlers gone, kept memory: %d\n", kept);
		return 0;
	}
	if (argc > 1) {
		printf("[%c]", argv[0][0] == '2' ? '2' : '1');
		for (int i = 1; i < argc; i++)
			printf(" [%s]", argv[i]);
		printf("\n");
		return 0;
	}
	if (access("/guest.wasm", X_OK) == 0)
		strcpy(self, "/guest.wasm");
	else
		realpath(argv[0], self);
	scripts();
	write_file("s0", 0755, "#!%s\n", self);
	errors();
	too_many_arguments();
	by_descriptor_and_path();
	kept = 1;
	atexit(at_end);
	fflush(stdout);
	execl(self, "end", "x", NULL);
	return 1;
}
