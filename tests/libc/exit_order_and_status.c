// EXIT: 7
// EXPECT: constructor
// EXPECT: main
// EXPECT: second
// EXPECT: first
// EXPECT: destructor
#include <stdio.h>
#include <stdlib.h>

__attribute__((constructor)) static void
constructor(void)
{
	puts("constructor");
}

__attribute__((destructor)) static void
destructor(void)
{
	puts("destructor");
}

static void
first(void)
{
	puts("first");
}

static void
second(void)
{
	puts("second");
}

int
main(void)
{
	atexit(first);
	atexit(second);
	printf("main\n");
	exit(7);
}
