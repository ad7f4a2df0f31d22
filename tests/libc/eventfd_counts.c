// EXPECT: 5
// EXPECT: again 11
// EXPECT: semaphore 1 1
// EXPECT: poll 1
// EXPECT: invalid 22
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

int
main(void)
{
	eventfd_t v = 0;
	int fd = eventfd(2, EFD_NONBLOCK | EFD_CLOEXEC);
	eventfd_write(fd, 3);
	eventfd_read(fd, &v);
	printf("%d\n", (int)v);
	printf("again %d\n", eventfd_read(fd, &v) ? errno : 0);
	int s = eventfd(2, EFD_SEMAPHORE);
	eventfd_t a, b;
	eventfd_read(s, &a);
	eventfd_read(s, &b);
	printf("semaphore %d %d\n", (int)a, (int)b);
	eventfd_write(fd, 1);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	printf("poll %d\n", poll(&p, 1, 0));
	printf("invalid %d\n", eventfd(0, 12345) < 0 ? errno : 0);
}
