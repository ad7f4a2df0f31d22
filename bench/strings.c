/* strings.c -- what a call of functions on strings costs, for several lengths: lines of name/length and ns, the least of 25 batches. Compiled with -fno-builtin. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static char left[5000], right[5000], copy[5000];
static char *volatile a = left, *volatile b = right, *volatile to = copy; /* not known to the compiler */
static volatile size_t result;

static double
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

#define ROW(name, call)                                                \
	do {                                                           \
		double least = 1e18;                                   \
		int count = n > 1000 ? 2000 : 20000;                   \
		for (int batch = 0; batch < 25; batch++) {             \
			double start = now_ns();                       \
			for (int i = 0; i < count; i++)                \
				result = (size_t)(call);               \
			double each = (now_ns() - start) / count;      \
			least = each < least ? each : least;           \
		}                                                      \
		printf("%s/%zu %.1f\n", name, n, least);               \
	} while (0)

static void
measure(size_t n)
{
	memset(left, 'x', n);
	memset(right, 'x', n);
	left[n] = right[n] = 0;
	ROW("strlen", strlen(a));
	ROW("memchr", memchr(a, 'y', n));
	ROW("strchr", strchr(a, 'y'));
	ROW("strrchr", strrchr(a, 'y'));
	ROW("strcmp", strcmp(a, b));
	ROW("strncmp", strncmp(a, b, n));
	ROW("memcmp", memcmp(a, b, n));
	ROW("strcasecmp", strcasecmp(a, b));
	ROW("strspn", strspn(a, "xz"));
	ROW("strcspn", strcspn(a, "yz"));
	ROW("strcpy", strcpy(to, a));
	ROW("memcpy", memcpy(to, a, n));
	ROW("memmove", memmove(to + 1, to, n));
}

int
main(void)
{
	static const size_t LENGTHS[] = { 8, 30, 200, 4000 };

	for (size_t i = 0; i < sizeof LENGTHS / sizeof *LENGTHS; i++)
		measure(LENGTHS[i]);
	return 0;
}
