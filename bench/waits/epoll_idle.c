/* One pipe that becomes readable, over and over, in a set with ten thousand descriptors that do
 * not. */
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { IDLE = 10000, ROUNDS = 200000 };

int
main(void)
{
	int set = epoll_create1(0), p[2];
	struct epoll_event e = { .events = EPOLLIN }, got[64];
	char c = 'x';

	for (int i = 0; i < IDLE; i++) {
		int fd = eventfd(0, 0);
		if (fd < 0 || epoll_ctl(set, EPOLL_CTL_ADD, fd, &e) < 0) {
			perror("eventfd, epoll_ctl");
			return 1;
		}
	}
	if (pipe(p) < 0)
		return 1;
	e.data.u64 = 1;
	epoll_ctl(set, EPOLL_CTL_ADD, p[0], &e);
	for (int i = 0; i < ROUNDS; i++)
		if (write(p[1], &c, 1) != 1 || epoll_wait(set, got, 64, -1) != 1 ||
			got[0].data.u64 != 1 || read(p[0], &c, 1) != 1)
			return 1;
	return 0;
}
