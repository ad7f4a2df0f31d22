// RUN: --dir=. --env=A=1 --env=B=two=2 --env=EMPTY=
// NATIVE: no, it has another environment
// EXPECT: 1 two=2 [] null
// EXPECT: 3
// EXPECT: changed kept
// EXPECT: gone
// EXPECT: put
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

int
main(void)
{
	printf("%s %s [%s] %s\n", getenv("A"), getenv("B"), getenv("EMPTY"), getenv("NONE") ? "set" : "null");
	int n = 0;
	while (environ[n])
		n++;
	printf("%d\n", n);
	setenv("A", "changed", 1);
	setenv("B", "kept", 1);
	setenv("B", "not", 0);
	printf("%s %s\n", getenv("A"), getenv("B"));
	unsetenv("A");
	printf("%s\n", getenv("A") ? getenv("A") : "gone");
	static char entry[] = "P=put";
	putenv(entry);
	printf("%s\n", getenv("P"));
	clearenv();
	return getenv("P") != NULL;
}
