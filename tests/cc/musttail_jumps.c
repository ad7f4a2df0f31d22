// CFLAGS: -O1
// EXPECT: 10000000 steps, 6
// An interpreter whose instructions call each other in the end, as CPython's does: without tail calls its stack would be gone.
#include <stdio.h>

struct machine {
	long steps;
	int value;
};

#ifdef __wasm__
#define TAIL __attribute__((target("tail-call")))
#else
#define TAIL
#endif
#define ARGUMENTS struct machine *m, const unsigned char *code, int left
typedef int instruction(ARGUMENTS);
static instruction add, twice, stop;
static instruction *const instructions[] = { add, twice, stop };

#define NEXT __attribute__((musttail)) return instructions[left ? *code : 2](m, code, left)

TAIL static int
add(ARGUMENTS)
{
	m->steps++;
	m->value = (m->value + code[1]) % 1000;
	code += code[1] == 7 ? 2 : -2;
	left--;
	NEXT;
}

TAIL static int
twice(ARGUMENTS)
{
	m->steps++;
	m->value = m->value * 2 % 1000;
	code += 2;
	left--;
	NEXT;
}

TAIL static int
stop(ARGUMENTS)
{
	(void)code;
	(void)left;
	return m->value;
}

int
main(void)
{
	static const unsigned char code[] = { 0, 7, 1, 0, 0, 1 };
	struct machine m = { 0 };

	int value = instructions[*code](&m, code, 10000000);
	printf("%ld steps, %d\n", m.steps, value);
}
