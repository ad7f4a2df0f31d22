// EXPECT: none
// EXPECT: 7
// EXPECT: two 1 2
// EXPECT: 3
// EXPECT: void 5
// EXPECT: jumped 3
// EXPECT: 3
// EXPECT: 20 parameters, 21
// EXPECT: sorted 1 2 3
/* Undefined, but what shells do: a callee ignores what it has no parameter for. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf mark;

static int none(void) { printf("none\n"); return 7; }
static int two(int a, int b) { printf("two %d %d\n", a, b); return a + b; }
static void no_result(int a) { printf("void %d\n", a); }
static void jump(void) { longjmp(mark, 3); }
static double twice(double d) { return d * 2; }

static int
twenty(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o,
	int p, int q, int r, int s, int t)
{
	printf("20 parameters, ");
	return a + t;
}

static int
compare(const int *a, const int *b)
{
	return *a - *b;
}

int
main(void)
{
	int (*volatile more)(int, char **) = (void *)none;
	printf("%d\n", more(1, NULL));
	int (*volatile three)(int, int, int) = (void *)two;
	printf("%d\n", three(1, 2, 3));
	int (*volatile result)(int) = (void *)no_result;
	result(5);
	void (*volatile jumps)(int) = (void *)jump;
	int r = setjmp(mark);
	if (r == 0)
		jumps(1);
	printf("jumped %d\n", r);
	double (*volatile extra)(double, int) = (void *)twice;
	printf("%g\n", extra(1.5, 1));
	long (*volatile many)(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int,
		int, int, int, int) = (void *)twenty;
	printf("%d\n", (int)many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22));
	int list[] = { 3, 1, 2 };
	int (*volatile order)(const void *, const void *) = (void *)compare;
	qsort(list, 3, sizeof *list, order);
	printf("sorted %d %d %d\n", list[0], list[1], list[2]);
}
