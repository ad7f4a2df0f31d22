// EXPECT: 0 1 2 3
// EXPECT: deep 42
// EXPECT: zero 1
// EXPECT: outer 5 inner 6
// EXPECT: loop 1000
#include <setjmp.h>
#include <stdio.h>

static jmp_buf env, outer, inner;

static void
dive(int depth)
{
	if (depth == 0)
		longjmp(env, 42);
	dive(depth - 1);
}

static int
nest(void)
{
	volatile int seen = 0;
	int r = setjmp(inner);
	if (r)
		seen = r;
	else
		longjmp(inner, 6);
	printf("outer 5 inner %d\n", seen);
	longjmp(outer, 5);
}

int
main(void)
{
	volatile int rounds = 0;
	int r = setjmp(env);
	printf("%d%c", r, r < 3 ? ' ' : '\n');
	if (rounds++ < 3)
		longjmp(env, rounds);
	if ((r = setjmp(env)) == 0)
		dive(100);
	printf("deep %d\n", r);
	if ((r = setjmp(env)) == 0)
		longjmp(env, 0);
	printf("zero %d\n", r);
	if (setjmp(outer) == 0)
		nest();
	for (rounds = 0; rounds < 1000; rounds++)
		if (setjmp(env) == 0)
			longjmp(env, 1);
	printf("loop %d\n", rounds);
}
