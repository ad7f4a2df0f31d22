// EXPECT: ok
// NATIVE: no, raw imports
/* Data comes back as it was; one thing an event; adding again replaces; operations one off. */
#include "../host/raw.h"

static abi_fd set;

static uint32_t
change(unsigned op, abi_fd fd, unsigned events, unsigned stamp)
{
	struct abi_epoll_event e = { .events = (abi_epoll_type)events,
		.data = { .ptr = stamp,
			.fd = fd,
			.data1 = stamp + 1,
			.data2 = 0x100000000u + stamp } };
	return wasix_epoll_ctl(set, op, fd, &e);
}

static struct abi_epoll_event got[8];

static abi_usize
told(int max)
{
	abi_usize n = 99;
	memset(got, 0xff, sizeof got);
	OK(wasix_epoll_wait(set, got, max, 0, &n));
	return n;
}

int
main(void)
{
	abi_fd in, out, file, event, other;
	abi_usize n;
	uint64_t one = 1;
	struct abi_iovec v = { .buf = (uint32_t)&one, .buf_len = 8 };

	OK(wasix_epoll_create(&set));
	OK(wasix_fd_pipe(&in, &out));
	OK(wasix_fd_event(1, 0, &event));
	EXPECT(BADF, wasix_epoll_wait(900, got, 8, 0, &n));
	EXPECT(INVAL, wasix_epoll_wait(in, got, 8, 0, &n));
	EXPECT(INVAL, wasix_epoll_wait(set, got, 0, 0, &n));
	EXPECT(FAULT, wasix_epoll_wait(set, (void *)0xfffffff0, 8, 0, &n));
	EXPECT(BADF, change(0, 900, 1, 0));
	EXPECT(INVAL, change(4, in, 1, 0));

	/* readable and writable: two events, each with all data */
	OK(change(1, event, ABI_EPOLL_TYPE_EPOLLIN | ABI_EPOLL_TYPE_EPOLLOUT, 5));
	TRUE(told(8) == 2);
	TRUE((got[0].events | got[1].events) == (ABI_EPOLL_TYPE_EPOLLIN | ABI_EPOLL_TYPE_EPOLLOUT));
	TRUE(got[0].events != got[1].events);
	TRUE(got[1].data.ptr == 5 && got[1].data.fd == event && got[1].data.data1 == 6 &&
		got[1].data.data2 == 0x100000005);
	/* room for one: each has its turn */
	unsigned seen = 0;
	for (int i = 0; i < 12; i++) {
		TRUE(told(1) == 1);
		seen |= got[0].events;
	}
	TRUE(seen == (ABI_EPOLL_TYPE_EPOLLIN | ABI_EPOLL_TYPE_EPOLLOUT));
	/* by edge nothing is lost for want of room, nor told twice */
	OK(change(0, event,
		ABI_EPOLL_TYPE_EPOLLIN | ABI_EPOLL_TYPE_EPOLLOUT | ABI_EPOLL_TYPE_EPOLLET, 7));
	TRUE(told(1) == 1 && got[0].data.ptr == 7);
	seen = got[0].events;
	TRUE(told(1) == 1);
	seen |= got[0].events;
	TRUE(seen == (ABI_EPOLL_TYPE_EPOLLIN | ABI_EPOLL_TYPE_EPOLLOUT));
	TRUE(told(8) == 0);
	/* what libcs send for MOD */
	OK(change(3, event, ABI_EPOLL_TYPE_EPOLLIN, 9));
	TRUE(told(8) == 1 && got[0].events == ABI_EPOLL_TYPE_EPOLLIN && got[0].data.ptr == 9);
	OK(change(2, event, 0, 0));
	TRUE(told(8) == 0);

	/* a number that is used again tells its own data, also while the old file stays open */
	OK(change(1, in, ABI_EPOLL_TYPE_EPOLLIN, 20));
	OK(wasix_fd_dup(in, &other));
	OK(preview1_fd_close(in));
	OK(wasix_fd_event(1, 0, &file));
	TRUE(file == in);
	OK(change(1, file, ABI_EPOLL_TYPE_EPOLLIN, 30));
	TRUE(told(8) == 1 && got[0].data.ptr == 30);
	OK(preview1_fd_write(out, &v, 1, &n));
	TRUE(told(8) == 2 && got[0].data.ptr + got[1].data.ptr == 50);
	OK(preview1_fd_close(other));
	TRUE(told(8) == 1 && got[0].data.ptr == 30);
	return done();
}
