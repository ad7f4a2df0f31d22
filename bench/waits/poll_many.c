/* poll of a thousand descriptors, of which the last is ready. */
#include <poll.h>
#include <sys/eventfd.h>

enum { COUNT = 1000, ROUNDS = 10000 };

int
main(void)
{
	static struct pollfd p[COUNT];

	for (int i = 0; i < COUNT; i++)
		p[i] = (struct pollfd){ .fd = eventfd(i == COUNT - 1, 0), .events = POLLIN };
	for (int i = 0; i < ROUNDS; i++)
		if (poll(p, COUNT, -1) != 1 || !p[COUNT - 1].revents)
			return 1;
	return 0;
}
