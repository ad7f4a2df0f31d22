// EXPECT: abcXYZghij 10
// EXPECT: XYZ eof=0
// EXPECT: lines 3
// EXPECT: ungot q
// EXPECT: append: abcXYZghij+
#include <stdio.h>
#include <string.h>

int
main(void)
{
	char line[64];
	FILE *f = fopen("f.txt", "w+");
	setvbuf(f, NULL, _IOFBF, 16);
	fputs("abcdefghij", f);
	fseek(f, 3, SEEK_SET);
	fputs("XYZ", f);
	rewind(f);
	fgets(line, sizeof line, f);
	printf("%s %ld\n", line, ftell(f));
	fseek(f, -7, SEEK_END);
	size_t n = fread(line, 1, 3, f);
	line[n] = 0;
	printf("%s eof=%d\n", line, feof(f));
	fclose(f);

	f = fopen("lines.txt", "w");
	fprintf(f, "one\ntwo\nthree");
	f = freopen("lines.txt", "r", f);
	int count = 0;
	while (fgets(line, sizeof line, f))
		count++;
	printf("lines %d\n", count);
	clearerr(f);
	ungetc('q', f);
	printf("ungot %c\n", getc(f));
	fclose(f);

	f = fopen("f.txt", "a+");
	fputs("+", f);
	rewind(f);
	fgets(line, sizeof line, f);
	printf("append: %s\n", line);
	fclose(f);
}
