// EXPECT: sizes 1
// EXPECT: shapes 1
// EXPECT: linear-ish 1
// EXPECT: contradictions 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long comparisons;

static int
by_first_byte(const void *a, const void *b)
{
	return *(const unsigned char *)a - *(const unsigned char *)b;
}

static int
by_value(const void *a, const void *b)
{
	comparisons++;
	return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

static int
at_random(const void *a, const void *b)
{
	return rand() % 3 - 1;
}

int
main(void)
{
	static unsigned char bytes[40 * 1000];
	int good = 1;
	for (size_t size = 1; size <= 40; size++) {
		long before = 0, after = 0;
		for (size_t i = 0; i < 1000 * size; i++)
			bytes[i] = (unsigned char)(i * 7919 >> 3);
		for (size_t i = 0; i < 1000 * size; i++)
			before += bytes[i];
		qsort(bytes, 1000, size, by_first_byte);
		for (size_t i = 0; i < 1000 * size; i++)
			after += bytes[i];
		good &= before == after;
		for (size_t i = 1; i < 1000; i++)
			good &= bytes[(i - 1) * size] <= bytes[i * size];
	}
	printf("sizes %d\n", good);

	enum { N = 30000 };
	static int v[N];
	good = 1;
	long most = 0;
	for (int shape = 0; shape < 6; shape++) {
		for (int i = 0; i < N; i++) {
			int forms[] = { i, -i, 5, i % 3, i < N / 2 ? i : N - i, (int)((unsigned)i * 2654435761u) };
			v[i] = forms[shape];
		}
		comparisons = 0;
		qsort(v, N, sizeof *v, by_value);
		if (comparisons > most)
			most = comparisons;
		for (int i = 1; i < N; i++)
			good &= v[i - 1] <= v[i];
	}
	printf("shapes %d\n", good);
	printf("linear-ish %d\n", most < 40L * N);
	for (int i = 0; i < N; i++)
		v[i] = 1;
	qsort(v, N, sizeof *v, at_random);
	good = 1;
	for (int i = 0; i < N; i++)
		good &= v[i] == 1;
	printf("contradictions %d\n", good);
}
