// ARGS: one 'two words' '' "--flag=x" -v
// EXPECT: 6
// EXPECT: [one][two words][][--flag=x][-v]
// EXPECT: v=1 f=x rest=one
// EXPECT: null 1
#include <getopt.h>
#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
	printf("%d\n", argc);
	for (int i = 1; i < argc; i++)
		printf("[%s]", argv[i]);
	puts("");
	static const struct option options[] = { { "flag", required_argument, 0, 'f' }, { 0 } };
	int c, v = 0;
	const char *f = "";
	while ((c = getopt_long(argc, argv, "v", options, NULL)) != -1) {
		v += c == 'v';
		if (c == 'f')
			f = optarg;
	}
	printf("v=%d f=%s rest=%s\n", v, f, argv[optind]);
	printf("null %d\n", argv[argc] == NULL);
}
