// EXPECT: ok
// NATIVE: no, raw imports
/* ready descriptors, a bad one, clocks */
#include "raw.h"

static struct abi_subscription in[4];
static struct abi_event out[4];

static void
clock_in(int i, abi_timestamp ns, abi_subclockflags flags)
{
	in[i] = (struct abi_subscription){ .userdata = (abi_userdata)i,
		.u.tag = ABI_EVENTTYPE_CLOCK };
	in[i].u.u.clock.id = ABI_CLOCKID_MONOTONIC;
	in[i].u.u.clock.timeout = ns;
	in[i].u.u.clock.flags = flags;
}

static void
fd_in(int i, abi_eventtype type, abi_fd fd)
{
	in[i] = (struct abi_subscription){ .userdata = (abi_userdata)i, .u.tag = type };
	in[i].u.u.fd_read.file_descriptor = fd;
}

int
main(void)
{
	abi_usize n;
	abi_fd fd;

	EXPECT(INVAL, preview1_poll_oneoff(in, out, 0, &n));
	clock_in(0, 3600000000000, 0);
	clock_in(1, 1000000, 0);
	OK(preview1_poll_oneoff(in, out, 2, &n));
	TRUE(n == 1 && out[0].userdata == 1 && out[0].type == ABI_EVENTTYPE_CLOCK &&
		out[0].error == 0);
	clock_in(0, 1, ABI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME);
	OK(preview1_poll_oneoff(in, out, 1, &n));
	OK(open_at(ROOT, "f", ABI_OFLAGS_CREAT, ALL, &fd));
	clock_in(0, 3600000000000, 0);
	fd_in(1, ABI_EVENTTYPE_FD_READ, fd);
	fd_in(2, ABI_EVENTTYPE_FD_WRITE, 1234);
	OK(preview1_poll_oneoff(in, out, 3, &n));
	TRUE(n == 2 && out[0].userdata == 1 && out[0].error == 0);
	TRUE(out[1].userdata == 2 && out[1].error == ABI_ERRNO_BADF);
	in[0].u.tag = 9;
	EXPECT(INVAL, preview1_poll_oneoff(in, out, 1, &n));
	return done();
}
