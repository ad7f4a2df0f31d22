/* fuzz_host_input.c -- bytes of an input as arguments of calls and as contents of the guest's
 * memory.
 */
#include "fuzz_host.h"

#include "fuzz_scratch.h"
#include "guest.h"

#include <string.h>

/* Places in the guest's memory. */
enum {
	AT_PATHS = 1024, /* one every PATH_SPACE */
	PATH_SPACE = 64,
	AT_LONG = 8192, /* a path of LONG_PATH bytes */
	LONG_PATH = 5000,
	AT_IOV = 16384, /* IOV_COUNT sound buffers */
	IOV_COUNT = 4,
	AT_SUBSCRIPTIONS = 17408,
	AT_STRUCTURES = 20480, /* STRUCTURE_COUNT, as the guest's libc lays them out */
	STRUCTURE_SPACE = 64,
	AT_BUF = 32768,
	BUF_SIZE = 4096,
};

static const char *const PATHS[] = { "f", "program", "d", "d/g", ".", "..", "/", "link", "dlink",
	"dlink/g", "up", "up/secret", "outside", "loop", "new", "d/new", "new/x", "/ro/f", "/ro",
	"/ro/new", "../ro/d", "/rw/f", "/rw/d/../f", "../../..", "d/.", "f/", "d/", "socket", "sub",
	"sub/f", "/rw/sub/../d", "memory", "quiet", "again", "script", "pipe", "a//b", "./sub/.",
	"dlink/..", "/rw/../rw/new" };

enum { PATH_COUNT = sizeof PATHS / sizeof *PATHS, PATH_PROGRAM = 1 };

/* One path's place in memory. */
#define AT_PATH(n) (AT_PATHS + (n) * PATH_SPACE)

/* What extensions read: addresses, times, messages, lists. Words of 32 bits. */
enum {
	FAMILY_UNIX = 1,
	FAMILY_INET = 2,
	FAMILY_INET6 = 10,
	LOOPBACK = 0x0100007f,
	PORT_9 = 0x0900
};
#define AT_STRUCTURE(n) (AT_STRUCTURES + (n) * STRUCTURE_SPACE)

static const uint32_t STRUCTURES[][STRUCTURE_SPACE / 4] = {
	{ 0 },                                                   /* a time of 0, no bits */
	{ 0, 0, 1000, 0, 0, 0, 1000 },                           /* itimerspec */
	{ FAMILY_INET, LOOPBACK },                               /* any port */
	{ FAMILY_INET | PORT_9 << 16, LOOPBACK },                /* sockaddr_in */
	{ FAMILY_INET6 | PORT_9 << 16, 0, 0, 0, 0, 0x01000000 }, /* sockaddr_in6 */
	{ FAMILY_UNIX | 's' << 16 | 'u' << 24, 'n' },            /* sockaddr_un "sun" */
	{ 3, 1, 0, 1, 6, 4 },                                    /* pollfd: 3, 0 and 6 */
	{ AT_STRUCTURE(3), 16, AT_IOV, 2, AT_STRUCTURE(8), 24 }, /* msghdr */
	{ 16, 1, 1, 4 },                                         /* cmsghdr: SCM_RIGHTS, 4 */
	{ 0, 0, AT_IOV, 1, AT_BUF, 64 },                         /* msghdr to receive with */
	{ 1, 0, 0, 0, 16, 0 },                                   /* flock */
	{ 5, 0, 7, 0 },                                          /* epoll_event */
	{ AT_PATH(PATH_PROGRAM), AT_PATH(0), 0 },                /* argv */
	{ 64 },                                                  /* a length */
	{ UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX },      /* all signals, no limit */
};

enum { STRUCTURE_COUNT = sizeof STRUCTURES / sizeof *STRUCTURES };

/* --- input --- */

uint8_t
take(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

uint64_t
take_bytes(struct input *in, int count)
{
	uint64_t v = 0;
	while (count-- > 0)
		v = v << 8 | take(in);
	return v;
}

static uint32_t
memory_size(void)
{
	return (uint32_t)memory_bytes(G.memory);
}

/* Mostly the preopens and what was opened behind them. */
uint32_t
take_descriptor(struct input *in)
{
	static const uint32_t ODD[] = { UINT32_MAX, FD_LIMIT - 1, FD_LIMIT, 0x80000000,
		(uint32_t)FD_ROOT, 1000 };
	uint8_t pick = take(in);
	if (pick < 0x60)
		return 3 + pick % 3;
	if (pick < 0xf0)
		return pick % 12;
	return pick < 0xfa ? ODD[pick % (sizeof ODD / sizeof *ODD)] : (uint32_t)take_bytes(in, 4);
}

/* Where something of the type lies; the size that goes with it is remembered. */
static uint32_t
sound_pointer(const char *type, uint8_t pick)
{
	if (strcmp(type, "u8") == 0) {
		G.last_len = (uint32_t)strlen(PATHS[pick % PATH_COUNT]);
		return AT_PATH(pick % PATH_COUNT);
	}
	if (strcmp(type, "iovec") == 0 || strcmp(type, "ciovec") == 0) {
		G.last_len = IOV_COUNT - pick % IOV_COUNT;
		return AT_IOV;
	}
	if (strncmp(type, "subscription", 12) == 0) {
		G.last_len = 1 + pick % 2;
		return AT_SUBSCRIPTIONS;
	}
	G.last_len = 64;
	if (strcmp(type, "structure") == 0)
		return AT_STRUCTURE(pick % STRUCTURE_COUNT);
	return AT_BUF + pick % 8 * 64;
}

static uint32_t
any_pointer(struct input *in, const char *type)
{
	uint8_t pick = take(in);
	uint32_t low = pick & 15;

	if (pick < 0xa0)
		return sound_pointer(type, pick);
	G.last_len = low;
	switch (pick >> 4) {
	case 0xa:
		G.last_len = LONG_PATH - low * 256;
		return AT_LONG;
	case 0xb:
		return memory_size() - low;
	case 0xc:
		return low;
	case 0xd:
		return UINT32_MAX - low;
	case 0xe:
		return memory_size() + low * 4096;
	default:
		return (uint32_t)take_bytes(in, 4);
	}
}

uint32_t
take_pointer(struct input *in, const char *type)
{
	return G.last_pointer = any_pointer(in, type);
}

uint32_t
take_size(struct input *in)
{
	uint8_t pick = take(in);
	uint32_t low = pick & 15;

	if (pick < 0xa0)
		return G.last_len;
	switch (pick >> 4) {
	case 0xa:
		return low;
	case 0xb:
		return memory_size() - G.last_pointer + low - 4;
	case 0xc:
		return (low & 8 ? GUEST_PATH_MAX : GUEST_IOV_MAX) + (low & 7) - 4;
	case 0xd:
		return UINT32_MAX - low;
	case 0xe:
		return 1u << 2 * low;
	default:
		return (uint32_t)take_bytes(in, 4);
	}
}

uint64_t
take_long(struct input *in)
{
	uint8_t pick = take(in);
	uint64_t low = pick & 31;

	switch (pick >> 5) {
	case 0:
		return low;
	case 1:
		return UINT64_MAX - low;
	case 2:
		return (uint64_t)INT64_MAX - low;
	case 3:
		return UINT64_C(1) << (2 * low);
	case 4:
		return UINT64_C(1) << 63 | low;
	case 5:
		return RIGHTS_ALL;
	case 6:
		return low * 1000;
	default:
		return take_bytes(in, 8);
	}
}

uint32_t
take_number(struct input *in)
{
	uint8_t pick = take(in);
	if (pick < 0xc0)
		return pick;
	return pick < 0xe0 ? UINT32_MAX - (pick & 31) : (uint32_t)take_bytes(in, 4);
}

wasix_value
take_argument(struct input *in, const struct abi_param *p, uint8_t kind)
{
	wasix_value v = { .kind = (wasix_kind)kind };

	if (kind == WASIX_I64) {
		v.of.i64 = (int64_t)take_long(in);
		return v;
	}
	if (p->pointer)
		v.of.i32 = (int32_t)take_pointer(in, p->type);
	else if (strcmp(p->type, "fd") == 0)
		v.of.i32 = (int32_t)take_descriptor(in);
	else if (strcmp(p->type, "usize") == 0)
		v.of.i32 = (int32_t)take_size(in);
	else
		v.of.i32 = (int32_t)take_number(in);
	return v;
}

/* --- the guest's memory --- */

void
store_bytes(uint32_t at, const void *bytes, size_t len)
{
	(void)memory_write(G.memory, at, bytes, len);
}

void
fill_memory(void)
{
	char path[LONG_PATH];
	struct abi_subscription waits[2] = {
		{ .userdata = 1,
			.u = { .tag = ABI_EVENTTYPE_CLOCK,
				.u.clock = { .id = ABI_CLOCKID_MONOTONIC, .timeout = 1000 } } },
		{ .userdata = 2,
			.u = { .tag = ABI_EVENTTYPE_FD_READ,
				.u.fd_read = { .file_descriptor = 0 } } },
	};

	for (uint32_t i = 0; i < PATH_COUNT; i++)
		store_bytes(AT_PATH(i), PATHS[i], strlen(PATHS[i]));
	store_bytes(AT_STRUCTURES, STRUCTURES, sizeof STRUCTURES);
	for (uint32_t i = 0; i < sizeof path; i += 2)
		memcpy(path + i, i % 256 == 254 ? "//" : "d/", 2);
	store_bytes(AT_LONG, path, sizeof path);
	for (uint32_t i = 0; i < IOV_COUNT; i++) {
		struct abi_iovec v = { AT_BUF + i * BUF_SIZE, 16u << i };
		store_bytes(AT_IOV + i * (uint32_t)sizeof v, &v, sizeof v);
	}
	store_bytes(AT_SUBSCRIPTIONS, waits, sizeof waits);
}

/* A few bytes of the input, or a list of buffers. */
void
change_memory(struct input *in)
{
	uint32_t at = take_pointer(in, "u8");
	uint8_t count = take(in);

	if (count & 0x80) {
		for (uint32_t i = 0; i < (count & 7u); i++) {
			struct abi_iovec v = { .buf = take_pointer(in, "") };
			v.buf_len = take_size(in);
			store_bytes(AT_IOV + i * (uint32_t)sizeof v, &v, sizeof v);
		}
		return;
	}
	for (uint32_t i = 0; i < (count & 31u); i++) {
		uint8_t byte = take(in);
		store_bytes(at + i, &byte, 1);
	}
}
