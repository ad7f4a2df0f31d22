/* fft.c -- float kernel: a radix-2 Fourier transform forth and back; strided loads and stores of
 * doubles, sin and cos. */
#include <math.h>
#include <stdio.h>

#define LOG2   17
#define SIZE   (1 << LOG2)
#define ROUNDS 12

static double re[SIZE], im[SIZE];

static void
swap_bits(void)
{
	for (unsigned i = 0, j = 0; i < SIZE; i++) {
		unsigned bit = SIZE >> 1;

		if (i < j) {
			double t = re[i];
			re[i] = re[j];
			re[j] = t;
			t = im[i];
			im[i] = im[j];
			im[j] = t;
		}
		for (; j & bit; bit >>= 1)
			j ^= bit;
		j ^= bit;
	}
}

static void
transform(double sign)
{
	swap_bits();
	for (unsigned len = 2; len <= SIZE; len *= 2) {
		double angle = sign * 2 * 3.14159265358979323846 / len;

		for (unsigned k = 0; k < len / 2; k++) {
			double wr = cos(angle * k), wi = sin(angle * k);

			for (unsigned i = k; i < SIZE; i += len) {
				unsigned j = i + len / 2;
				double tr = re[j] * wr - im[j] * wi, ti = re[j] * wi + im[j] * wr;
				re[j] = re[i] - tr;
				im[j] = im[i] - ti;
				re[i] += tr;
				im[i] += ti;
			}
		}
	}
}

int
main(void)
{
	double error = 0;

	for (int i = 0; i < SIZE; i++)
		re[i] = i % 1000;
	for (int round = 0; round < ROUNDS; round++) {
		transform(-1);
		transform(1);
		for (int i = 0; i < SIZE; i++) {
			re[i] /= SIZE;
			im[i] /= SIZE;
		}
	}
	for (int i = 0; i < SIZE; i++)
		error += fabs(re[i] - i % 1000);
	printf("%s\n", error < 1e-3 ? "ok" : "wrong");
	return 0;
}
