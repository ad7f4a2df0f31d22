// EXPECT: 2 a.c b.c
// EXPECT: 3 sub/x.h sub/y.h sub/z.h
// EXPECT: 3
// EXPECT: 1 *.none
// EXPECT: 0 1 0 1
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void
show(const char *pattern, int flags)
{
	glob_t g;
	int r = glob(pattern, flags, NULL, &g);
	if (r) {
		printf("%d\n", r);
		return;
	}
	printf("%zu", g.gl_pathc);
	for (size_t i = 0; i < g.gl_pathc; i++)
		printf(" %s", g.gl_pathv[i]);
	puts("");
	globfree(&g);
}

int
main(void)
{
	const char *names[] = { "a.c", "b.c", "c.o", "sub/x.h", "sub/y.h", "sub/z.h", ".hidden.c" };
	mkdir("sub", 0755);
	for (int i = 0; i < 7; i++)
		close(open(names[i], O_CREAT | O_WRONLY, 0644));
	show("*.c", 0);
	show("s*/?.h", 0);
	show("*.none", 0);
	show("*.none", GLOB_NOCHECK);
	printf("%d %d %d %d\n", fnmatch("a[b-d]*", "acxyz", 0), fnmatch("*", ".x", FNM_PERIOD) != 0,
		fnmatch("*/b", "a/b", FNM_PATHNAME), fnmatch("*", "a/b", FNM_PATHNAME) != 0);
}
