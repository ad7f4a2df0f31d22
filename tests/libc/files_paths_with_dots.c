// EXPECT: 111111
// EXPECT: through a link 1
// EXPECT: slash 1 20
// EXPECT: long 36
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
there(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0;
}

int
main(void)
{
	static char name[5000];
	mkdir("a", 0755);
	mkdir("a/b", 0755);
	mkdir("c", 0755);
	close(open("a/f", O_CREAT | O_WRONLY, 0644));
	close(open("g", O_CREAT | O_WRONLY, 0644));
	printf("%d%d%d%d%d%d\n", there("./a/./f"), there("a//f"), there("a/b/../f"), there("a/../g"),
		there("a/b/../../g"), there("./"));
	symlink("../a/b", "c/link");
	printf("through a link %d\n", there("c/link/../f"));
	printf("slash %d", there("a/"));
	printf(" %d\n", open("g/", O_RDONLY) < 0 ? errno : 0);
	memset(name, 'x', sizeof name - 1);
	printf("long %d\n", open(name, O_RDONLY) < 0 ? errno : 0);
}
