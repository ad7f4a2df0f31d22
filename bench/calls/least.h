/* least.h -- what one call costs: the least of many batches, ns. A batch is too short for the rest of the machine to disturb most of
 * them, so the figure is the same on a busy machine. It goes to standard error, since output is what some rows measure. */
#include <stdio.h>
#include <time.h>

enum { BATCHES = 1000 };
#ifndef CALLS
#define CALLS 500 /* a batch */
#endif

static double
now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

#define PRINT_LEAST(call)                                               \
	do {                                                            \
		double least = 1e9;                                     \
		for (int batch = 0; batch < BATCHES; batch++) {         \
			double begin = now_ns();                        \
			for (int i = 0; i < CALLS; i++)                 \
				{                                       \
					call;                           \
				}                                       \
			double each = (now_ns() - begin) / CALLS;       \
			least = each < least ? each : least;            \
		}                                                       \
		fprintf(stderr, "%.1f\n", least);                       \
	} while (0)
