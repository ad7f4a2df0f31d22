// STDIN: first line
// STDIN: second;third
// EXPECT: 11 [first line]
// EXPECT: 7 [second;]
// EXPECT: 6 [third]
// EXPECT: -1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main(void)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n = getline(&line, &size, stdin);
	line[strcspn(line, "\n")] = 0;
	printf("%zd [%s]\n", n, line);
	n = getdelim(&line, &size, ';', stdin);
	printf("%zd [%s]\n", n, line);
	n = getline(&line, &size, stdin);
	line[strcspn(line, "\n")] = 0;
	printf("%zd [%s]\n", n, line);
	printf("%zd\n", getline(&line, &size, stdin));
	free(line);
}
