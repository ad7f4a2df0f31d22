// RUN: --dir=.::/x/y
// EXPECT: watched 4, events: new 100, new 200
// NATIVE: no, the directories are of our tree
/* Directories that only lead to a mount, and those of /dev: nothing changes in them, and nothing is
 * told; in the mount it is. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

int
main(void)
{
	static const char *const NAMES[] = { "/x", "/dev", "/dev/fd", "/x/y" };
	char buf[4096];
	int fd = inotify_init1(IN_NONBLOCK), watched = 0;

	for (int i = 0; i < 3; i++)
		watched += inotify_add_watch(fd, NAMES[i], IN_ALL_EVENTS | IN_ONLYDIR) > 0;
	watched += inotify_add_watch(fd, NAMES[3], IN_CREATE | IN_DELETE) > 0;
	printf("watched %d, events:", watched);
	close(open("/x/y/new", O_CREAT | O_WRONLY, 0600));
	unlink("/x/y/new");
	close(open("/dev/null", O_RDONLY));
	const char *comma = "";
	ssize_t n = read(fd, buf, sizeof buf);
	for (ssize_t at = 0; at < n; comma = ",") {
		struct inotify_event *e = (struct inotify_event *)(buf + at);
		printf("%s %s %x", comma, e->len ? e->name : "?", e->mask);
		at += (ssize_t)sizeof *e + e->len;
	}
	puts("");
	return 0;
}
