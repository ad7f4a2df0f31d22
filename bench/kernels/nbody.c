/* nbody.c -- float kernel: five bodies under gravity; dependent double arithmetic and square roots.
 */
#include <math.h>
#include <stdio.h>

#define BODIES 5
#define STEPS  9000000
#define DT     0.001

struct body {
	double x[3], v[3], mass;
};

static struct body bodies[BODIES] = {
	{ { 0, 0, 0 }, { 0, 0, 0 }, 39.5 },
	{ { 4.8, -1.2, -0.1 }, { 0.6, 2.8, -0.02 }, 0.038 },
	{ { 8.3, 4.1, -0.4 }, { -1.0, 1.8, 0.008 }, 0.011 },
	{ { 12.9, -15.1, -0.2 }, { 1.1, 0.9, -0.01 }, 0.0017 },
	{ { 15.4, -25.9, 0.2 }, { 1.0, 0.6, -0.03 }, 0.002 },
};

static void
attract(struct body *a, struct body *b)
{
	double d[3], square = 0, force;

	for (int k = 0; k < 3; k++) {
		d[k] = a->x[k] - b->x[k];
		square += d[k] * d[k];
	}
	force = DT / (square * sqrt(square));
	for (int k = 0; k < 3; k++) {
		a->v[k] -= d[k] * b->mass * force;
		b->v[k] += d[k] * a->mass * force;
	}
}

static void
step(void)
{
	for (int i = 0; i < BODIES; i++)
		for (int j = i + 1; j < BODIES; j++)
			attract(&bodies[i], &bodies[j]);
	for (int i = 0; i < BODIES; i++)
		for (int k = 0; k < 3; k++)
			bodies[i].x[k] += DT * bodies[i].v[k];
}

int
main(void)
{
	for (int i = 0; i < STEPS; i++)
		step();
	printf("%.9f %.9f %.9f\n", bodies[0].x[0], bodies[1].x[1], bodies[4].x[2]);
	return 0;
}
