// RUN: --dir=. --env=X=y
// ARGS: a
// NATIVE: no, it has another environment
// EXPECT: 2 a X=y
#include <stdio.h>

int
main(int argc, char **argv, char **env)
{
	printf("%d %s %s\n", argc, argv[1], env[0]);
}
