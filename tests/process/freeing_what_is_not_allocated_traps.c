// NATIVE: no, a C library may say more or less of it
// EXPECT: double: trap
// EXPECT: double, another between: trap
// EXPECT: double, gone from the thread's list: trap
// EXPECT: double, large: trap
// EXPECT: double, huge: trap
// EXPECT: inside of a slot: trap
// EXPECT: inside of a large one: trap
// EXPECT: a variable: trap
// EXPECT: not aligned: trap
// EXPECT: realloc of a variable: trap
// EXPECT: bytes that look free: fine
/* A child each, which ends by the trap, whose status is 134, and not by what would follow. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char variable[64] __attribute__((aligned(16)));
static char *volatile p;

static void
twice(void)
{
	free(p = malloc(40));
	free(p);
}

static void
twice_with_another(void)
{
	char *volatile q = malloc(40);
	p = malloc(40);
	free(p);
	free(q);
	free(p);
}

static void
twice_later(void)
{
	static char *volatile blocks[500];
	for (int i = 0; i < 500; i++)
		blocks[i] = malloc(40);
	for (int i = 0; i < 500; i++)
		free(blocks[i]);
	p = blocks[3];
	free(p);
}

static void
twice_large(void)
{
	free(p = malloc(50000));
	free(p);
}

static void
twice_huge(void)
{
	free(p = malloc(5000000));
	free(p);
}

static void
inside(void)
{
	p = malloc(100);
	free(p + 32);
}

static void
inside_large(void)
{
	p = calloc(1, 50000);
	free(p + 4096);
}

static void
a_variable(void)
{
	p = variable;
	free(p + 32);
}

static void
not_aligned(void)
{
	p = malloc(100);
	free(p + 8);
}

static void
again_of_a_variable(void)
{
	p = variable;
	p = realloc(p + 16, 100);
}

/* What a free slot holds, held by one that is used. */
static void
looks_free(void)
{
	p = malloc(64);
	char *volatile q = malloc(64);
	free(q);
	memcpy(p, q, 64);
	free(p);
}

static const struct { const char *what; void (*run)(void); } CASES[] = {
	{ "double", twice },
	{ "double, another between", twice_with_another },
	{ "double, gone from the thread's list", twice_later },
	{ "double, large", twice_large },
	{ "double, huge", twice_huge },
	{ "inside of a slot", inside },
	{ "inside of a large one", inside_large },
	{ "a variable", a_variable },
	{ "not aligned", not_aligned },
	{ "realloc of a variable", again_of_a_variable },
	{ "bytes that look free", looks_free },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		int status;
		pid_t child = fork();
		if (child == 0) {
			fclose(stderr);
			close(2);
			CASES[i].run();
			_exit(0);
		}
		if (child < 0 || waitpid(child, &status, 0) != child)
			return 1;
		int trapped = WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGABRT;
		printf("%s: %s\n", CASES[i].what, trapped ? "trap" : status ? "something else" : "fine");
		fflush(stdout);
	}
}
