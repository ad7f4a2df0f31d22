// EXPECT: 11 hello world
// EXPECT: 7 43 0.5
// EXPECT: wide 3
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

int
main(void)
{
	char *text;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	fprintf(f, "hello %s", "world");
	fclose(f);
	printf("%zu %s\n", len, text);
	free(text);

	char input[] = "7 0x2b 0.5";
	int a, b;
	double d;
	f = fmemopen(input, sizeof input - 1, "r");
	if (fscanf(f, "%d %x %lf", &a, &b, &d) == 3)
		printf("%d %d %g\n", a, b, d);
	fclose(f);

	wchar_t *wide;
	f = open_wmemstream(&wide, &len);
	fputws(L"abc", f);
	fclose(f);
	printf("wide %zu\n", len);
	free(wide);
}
