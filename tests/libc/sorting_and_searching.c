// EXPECT: -5 -1 0 3 3 7 9
// EXPECT: found 7 none 1
// EXPECT: pear fig apple
// EXPECT: tree 1 2 3 4 5
// EXPECT: hash two
// EXPECT: big 1
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
by_value(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

static int
by_context(const void *a, const void *b, void *sign)
{
	return *(int *)sign * strcmp(*(char *const *)a, *(char *const *)b);
}

static void
visit(const void *node, VISIT when, int depth)
{
	if (when == postorder || when == leaf)
		printf(" %d", **(int *const *)node);
}

int
main(void)
{
	int v[] = { 3, -1, 7, 0, 9, 3, -5 }, key = 7, none = 8;
	qsort(v, 7, sizeof *v, by_value);
	for (int i = 0; i < 7; i++)
		printf("%d%c", v[i], i < 6 ? ' ' : '\n');
	int *found = bsearch(&key, v, 7, sizeof *v, by_value);
	printf("found %d none %d\n", *found, bsearch(&none, v, 7, sizeof *v, by_value) == NULL);
	char *names[] = { "fig", "apple", "pear" };
	int sign = -1;
	qsort_r(names, 3, sizeof *names, by_context, &sign);
	printf("%s %s %s\n", names[0], names[1], names[2]);
	static int keys[] = { 4, 2, 5, 1, 3 };
	void *root = NULL;
	for (int i = 0; i < 5; i++)
		tsearch(&keys[i], &root, by_value);
	printf("tree");
	twalk(root, visit);
	puts("");
	hcreate(10);
	hsearch((ENTRY){ "2", "two" }, ENTER);
	printf("hash %s\n", (char *)hsearch((ENTRY){ "2", NULL }, FIND)->data);
	static int big[20000];
	unsigned x = 1;
	for (int i = 0; i < 20000; i++)
		big[i] = (int)(x = x * 1664525u + 1013904223u) >> 8;
	qsort(big, 20000, sizeof *big, by_value);
	int sorted = 1;
	for (int i = 1; i < 20000; i++)
		sorted &= big[i - 1] <= big[i];
	printf("big %d\n", sorted);
}
