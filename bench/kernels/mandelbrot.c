/* mandelbrot.c -- float kernel: iterations before escape over a grid; double arithmetic in
 * registers, branches. */
#include <stdio.h>

#define SIZE       1600
#define ITERATIONS 300

static int
iterations(double cr, double ci)
{
	double r = 0, i = 0;
	int n = 0;

	while (n < ITERATIONS && r * r + i * i <= 4.0) {
		double next = r * r - i * i + cr;
		i = 2 * r * i + ci;
		r = next;
		n++;
	}
	return n;
}

int
main(void)
{
	unsigned long long sum = 0;

	for (int y = 0; y < SIZE; y++)
		for (int x = 0; x < SIZE; x++)
			sum += (unsigned)iterations(2.5 * x / SIZE - 1.75, 2.5 * y / SIZE - 1.25);
	printf("%llu\n", sum);
	return 0;
}
