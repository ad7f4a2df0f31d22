/* hello.c -- greets, then says what it sees of the host. */
#include <stdio.h>

int
main(int argc, char **argv)
{
	printf("hello from %s\n", argv[0]);
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "r");
		char line[80];
		if (!f) {
			perror(argv[i]);
			return 1;
		}
		if (fgets(line, sizeof line, f))
			printf("%s begins with: %s", argv[i], line);
		fclose(f);
	}
	return 0;
}
