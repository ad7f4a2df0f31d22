// EXPECT: entries 40 types 1
// EXPECT: again 1
// EXPECT: rewound 1
// EXPECT: sorted e00 e01 e39
// EXPECT: two streams 1
// EXPECT: fd 1
// EXPECT: closed -1 9
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
wanted(const struct dirent *e)
{
	return e->d_name[0] == 'e';
}

static struct dirent *
next(DIR *d)
{
	struct dirent *e;
	while ((e = readdir(d)) && !wanted(e))
		;
	return e;
}

int
main(void)
{
	char name[32];
	mkdir("d", 0755);
	for (int i = 0; i < 40; i++) {
		snprintf(name, sizeof name, "d/e%02d", i);
		close(open(name, O_CREAT | O_WRONLY, 0644));
	}
	DIR *d = opendir("d");
	int count = 0, types = 1;
	long middle = 0;
	char after[32] = "";
	for (struct dirent *e; (e = next(d)); count++) {
		types &= e->d_type == DT_REG || e->d_type == DT_UNKNOWN;
		if (count == 20)
			strcpy(after, e->d_name);
		if (count == 19)
			middle = telldir(d);
	}
	printf("entries %d types %d\n", count, types);
	seekdir(d, middle);
	struct dirent *e = next(d);
	printf("again %d\n", e && strcmp(e->d_name, after) == 0);
	rewinddir(d);
	for (count = 0; next(d); count++)
		;
	printf("rewound %d\n", count == 40);
	struct dirent **list;
	int n = scandir("d", &list, wanted, alphasort);
	printf("sorted %s %s %s\n", list[0]->d_name, list[1]->d_name, list[n - 1]->d_name);
	DIR *b = opendir("d");
	rewinddir(d);
	struct dirent *one = next(d);
	strcpy(name, one->d_name);
	struct dirent *two = next(b);
	two = next(b);
	printf("two streams %d\n", strcmp(one->d_name, name) == 0 && strcmp(one->d_name, two->d_name) != 0);
	closedir(b);
	int fd = dirfd(d);
	printf("fd %d\n", fd >= 3);
	closedir(d);
	struct stat st;
	int r = fstat(fd, &st);
	printf("closed %d %d\n", r, errno);
}
