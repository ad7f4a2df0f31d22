// RUN: --dir=.::/data --enable-threads
// CFLAGS: -pthread
// EXPECT: inside
// NATIVE: no, /data is the guest's
/* a thread swaps a directory for links out of its mount, renames a parent away and back, and fills in another path's bytes, while another walks */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROUNDS = 1500 };

static atomic_int over;
static volatile char path[64];

static void *
swap(void *unused)
{
	while (!over) {
		rename("/data/real", "/data/away");
		symlink("../../../../../../../../../../etc", "/data/real");
		unlink("/data/real");
		symlink("/proc/self/root/etc", "/data/real");
		unlink("/data/real");
		rename("/data/away", "/data/real");
		rename("/data/parent/child", "/data/moved");
		rename("/data/moved", "/data/parent/child");
		/* the bytes of a path that the host is about to read, or has just read */
		for (int i = 0; i < 50; i++) {
			strcpy((char *)path, "/data/real/passwd");
			strcpy((char *)path, "/data/../../etc/passwd");
			strcpy((char *)path, "/../../../../etc/passwd");
		}
	}
	return NULL;
}

static int
make(const char *name)
{
	int fd = open(name, O_CREAT | O_WRONLY, 0600);
	return fd < 0 || write(fd, "inside", 6) != 6 || close(fd);
}

/* What is opened, if anything, is ours. */
static int
look(const char *name)
{
	char text[16] = "";
	int fd = open(name, O_RDONLY);

	if (fd < 0)
		return 0;
	ssize_t n = read(fd, text, sizeof text - 1);
	close(fd);
	if (n == 6 && memcmp(text, "inside", 6) == 0)
		return 1;
	printf("%s: %.*s\n", name, (int)n, text);
	return -1;
}

int
main(void)
{
	static const char *const NAMES[] = { "/data/real/passwd", "/data/parent/child/leaf/passwd",
		"/data/parent/child/../../real/passwd", "/data/parent/child/leaf/../../../../../etc/passwd" };
	pthread_t thread;
	int found = 0;

	if (mkdir("/data/real", 0700) || mkdir("/data/parent", 0700) || mkdir("/data/parent/child", 0700) ||
		mkdir("/data/parent/child/leaf", 0700) || make("/data/real/passwd") || make("/data/parent/child/leaf/passwd"))
		return 1;
	if (pthread_create(&thread, NULL, swap, NULL) != 0)
		return 2;
	for (int i = 0; i < ROUNDS; i++) {
		for (size_t k = 0; k < sizeof NAMES / sizeof *NAMES; k++) {
			int one = look(NAMES[k]);
			if (one < 0)
				return 3;
			found += one;
		}
		int fd = open((const char *)path, O_RDONLY);
		if (fd >= 0) {
			char text[6];
			if (read(fd, text, 6) != 6 || memcmp(text, "inside", 6) != 0)
				return 4;
			close(fd);
		}
		if (mkdir("/data/real/made", 0700) == 0)
			rmdir("/data/real/made");
		chmod("/data/real/passwd", 0600);
		truncate("/data/real/passwd", 6);
	}
	over = 1;
	pthread_join(thread, NULL);
	puts(found ? "inside" : "nothing was found");
}
