// EXPECT: files 3 dirs 3 bytes 15
// EXPECT: post t/a/b t/a t
// EXPECT: removed 1
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int files, dirs;
static long bytes;
static char post[256];

static int
count(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	if (type == FTW_F)
		files++, bytes += st->st_size;
	else if (type == FTW_D)
		dirs++;
	return 0;
}

static int
clean(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	if (type == FTW_DP)
		strcat(strcat(post, " "), path);
	return remove(path);
}

int
main(void)
{
	const char *names[] = { "t/1", "t/a/2", "t/a/b/3" };
	mkdir("t", 0755);
	mkdir("t/a", 0755);
	mkdir("t/a/b", 0755);
	for (int i = 0; i < 3; i++) {
		int fd = open(names[i], O_CREAT | O_WRONLY, 0644);
		write(fd, "12345", 5);
		close(fd);
	}
	nftw("t", count, 8, FTW_PHYS);
	printf("files %d dirs %d bytes %ld\n", files, dirs, bytes);
	nftw("t", clean, 8, FTW_PHYS | FTW_DEPTH);
	printf("post%s\n", post);
	printf("removed %d\n", access("t", F_OK) != 0);
}
