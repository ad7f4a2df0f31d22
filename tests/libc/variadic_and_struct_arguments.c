// EXPECT: 6 10.5
// EXPECT: 3 4 text 1.25
// EXPECT: 15
#include <stdarg.h>
#include <stdio.h>

struct mixed {
	int i;
	long long l;
	const char *s;
	double d;
};

static double
sum(int count, ...)
{
	va_list list, copy;
	va_start(list, count);
	va_copy(copy, list);
	int ints = 0;
	for (int i = 0; i < count; i++)
		ints += va_arg(list, int);
	double d = va_arg(list, double);
	va_end(list);
	int again = va_arg(copy, int);
	va_end(copy);
	printf("%d %g\n", ints, d);
	return d + again;
}

static struct mixed
pass(struct mixed m)
{
	m.i++;
	return m;
}

static int
apply(int (*f)(int, int), int a, int b)
{
	return f(a, b);
}

static int
times(int a, int b)
{
	return a * b;
}

int
main(void)
{
	sum(3, 1, 2, 3, 10.5);
	struct mixed m = pass((struct mixed){ 2, 4, "text", 1.25 });
	printf("%d %lld %s %g\n", m.i, m.l, m.s, m.d);
	printf("%d\n", apply(times, 3, 5));
}
