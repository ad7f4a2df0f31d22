// EXPECT: mkstemp 1 1
// EXPECT: unlike 1
// EXPECT: mkdtemp 1
// EXPECT: tmpfile text
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
main(void)
{
	char a[] = "tXXXXXX", b[] = "tXXXXXX", d[] = "dXXXXXX", line[16];
	struct stat st;
	int fa = mkstemp(a), fb = mkstemp(b);
	printf("mkstemp %d %d\n", fa >= 0, fb >= 0);
	printf("unlike %d\n", strcmp(a, b) != 0);
	printf("mkdtemp %d\n", mkdtemp(d) && stat(d, &st) == 0 && S_ISDIR(st.st_mode));
	mkdir("/tmp", 0777);
	FILE *f = tmpfile();
	if (!f) {
		f = fopen("t", "w+"); /* no /tmp in this process */
		unlink("t");
	}
	fputs("text\n", f);
	rewind(f);
	printf("tmpfile %s", fgets(line, sizeof line, f));
}
