/* dns.c -- questions to name servers and their answers (RFC 1035): over UDP, and again over TCP
 * when an answer says that it was cut.
 */
#include "dns_config.h"

#include "block.h"
#include "clock.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	HEADER = 12,
	LABEL_MAX = 63,
	REFERENCE = 0xc0, /* and above, instead of a label's length */
	REFERENCE_MASK = 0x3fff,
	TYPE_A = 1,
	TYPE_CNAME = 5,
	TYPE_AAAA = 28,
	CLASS_IN = 1,
	FLAG_ANSWER = 0x80,     /* byte 2 */
	FLAGS_OF_OTHERS = 0xf8, /* likewise: answers, and operations that are no questions */
	FLAG_TRUNCATED = 0x02,  /* likewise */
	FLAG_RECURSE = 0x01,    /* likewise */
	CODE_MASK = 0x0f,       /* byte 3 */
	CODE_NO_NAME = 3,
	UDP_MAX = 512, /* bytes of an answer that needs no agreement */
};

static unsigned
u16_at(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

/* --- packets --- */

bool
dns_question_name(const uint8_t *query, size_t len, char name[DNS_NAME_MAX + 1])
{
	size_t at = HEADER, out = 0;

	if (len < HEADER || query[2] & FLAGS_OF_OTHERS || u16_at(query + 4) != 1)
		return false;
	while (at < len && query[at]) {
		size_t label = query[at++];
		if (label > LABEL_MAX || at + label >= len || out + label + 1 > DNS_NAME_MAX ||
			memchr(query + at, 0, label))
			return false;
		if (out)
			name[out++] = '.';
		memcpy(name + out, query + at, label);
		out += label;
		at += label;
	}
	name[out] = 0;
	return at + 5 <= len; /* the root's label, type, class */
}

/* Length of the question, 0 if the name is none. */
static size_t
question_make(uint8_t packet[UDP_MAX], const char *name, unsigned type)
{
	size_t at = HEADER;

	memset(packet, 0, HEADER);
	packet[2] = FLAG_RECURSE;
	packet[5] = 1; /* one question */
	while (*name) {
		size_t label = strcspn(name, ".");
		if (label == 0 || label > LABEL_MAX || at + label + 6 > HEADER + DNS_NAME_MAX + 6)
			return 0;
		packet[at++] = (uint8_t)label;
		memcpy(packet + at, name, label);
		at += label;
		name += label;
		name += *name == '.';
	}
	packet[at++] = 0;
	packet[at++] = 0;
	packet[at++] = (uint8_t)type;
	packet[at++] = 0;
	packet[at++] = CLASS_IN;
	return at;
}

/* Past a name, which may end in a reference; 0 when it does not end. */
static size_t
skip_name(const uint8_t *packet, size_t len, size_t at)
{
	while (at < len) {
		if (packet[at] == 0)
			return at + 1;
		if (packet[at] >= REFERENCE)
			return at + 2;
		at += packet[at] + 1u;
	}
	return 0;
}

/* A name with what its references lead to, which must lie before it. False: it is none. */
static bool
read_name(const uint8_t *packet, size_t len, size_t at, char out[DNS_NAME_MAX + 1])
{
	size_t used = 0;

	while (at < len && packet[at]) {
		size_t label = packet[at];
		if (at + 1 + (label < REFERENCE ? label : 0) >= len)
			return false;
		if (label >= REFERENCE && (u16_at(packet + at) & REFERENCE_MASK) < at) {
			len = at; /* backwards only, so it ends */
			at = u16_at(packet + at) & REFERENCE_MASK;
			continue;
		}
		if (label > LABEL_MAX || used + label + 1 > DNS_NAME_MAX ||
			memchr(packet + at + 1, 0, label))
			return false;
		if (used)
			out[used++] = '.';
		memcpy(out + used, packet + at + 1, label);
		used += label;
		at += 1 + label;
	}
	out[used] = 0;
	return at < len && used > 0;
}

void
dns_answer_addresses(const uint8_t *packet, size_t len, struct dns_addresses *out)
{
	char alias[DNS_NAME_MAX + 1];
	size_t at = HEADER;

	if (len < HEADER)
		return;
	for (unsigned i = u16_at(packet + 4); i > 0 && at; i--) {
		at = skip_name(packet, len, at);
		at += at ? 4 : 0;
	}
	for (unsigned i = u16_at(packet + 6); i > 0 && at; i--) {
		at = skip_name(packet, len, at);
		if (!at || at + 10 > len || at + 10 + u16_at(packet + at + 8) > len)
			return;
		unsigned type = u16_at(packet + at), size = u16_at(packet + at + 8);
		struct abi_addr_ip a = { .tag = type == TYPE_A ? ABI_ADDRESS_FAMILY_INET4
							       : ABI_ADDRESS_FAMILY_INET6 };
		if ((type == TYPE_A && size == 4) || (type == TYPE_AAAA && size == 16)) {
			memcpy(&a.u, packet + at + 10, size);
			if (!dns_addresses_add(out, &a))
				return;
		}
		/* servers give a chain of aliases in order */
		if (type == TYPE_CNAME && read_name(packet, len, at + 10, alias))
			strcpy(out->canonical, alias);
		at += 10 + size;
	}
}

/* Whether it answers this question: number and question are the same. Names may differ in case. */
static bool
is_answer(const uint8_t *query, size_t query_len, const uint8_t *answer, size_t len)
{
	return len >= query_len && memcmp(query, answer, 2) == 0 && answer[2] & FLAG_ANSWER &&
	       u16_at(answer + 4) == 1 &&
	       strncasecmp((const char *)query + HEADER, (const char *)answer + HEADER,
		       query_len - HEADER) == 0;
}

/* --- servers --- */

/* Until the descriptor is ready: 0, or -ETIMEDOUT, -EINTR. */
static int
wait_for(struct wasix_caller *c, int fd, short events, uint64_t deadline_ns)
{
	struct pollfd p = { .fd = fd, .events = events };
	uint64_t now = clock_now_ns(CLOCK_MONOTONIC);
	uint64_t left_ns = deadline_ns > now ? deadline_ns - now : 0;

	long n = block_syscall(
		c, RESTARTS_NEVER, SYS_poll, (long)&p, 1, (long)(left_ns / 1000000 + 1), 0, 0, 0);
	return n < 0 ? (int)n : n == 0 || left_ns == 0 ? -ETIMEDOUT : 0;
}

/* A question on its way to servers. */
struct exchange {
	uint8_t query[UDP_MAX];
	size_t len;
	uint8_t answer[DNS_PACKET_MAX];
	int result; /* bytes of the answer, or -errno */
	bool open;  /* asked of the server at hand, not answered yet */
};

static bool
any_open(const struct exchange *x, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (x[i].open)
			return true;
	return false;
}

/* A packet that answers one of them. */
static int
take_answer(int fd, struct exchange *x, size_t count)
{
	uint8_t packet[DNS_PACKET_MAX];
	ssize_t n = recv(fd, packet, sizeof packet, 0);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	for (size_t i = 0; i < count; i++)
		if (x[i].open && is_answer(x[i].query, x[i].len, packet, (size_t)n)) {
			memcpy(x[i].answer, packet, (size_t)n);
			x[i].result = (int)n;
			x[i].open = false;
			break;
		}
	return 0;
}

/* Those that are open, all at once. */
static void
ask_udp(struct wasix_caller *c, const struct dns_server *server, struct exchange *x, size_t count,
	uint64_t deadline)
{
	int fd = socket(server->address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* connected: nobody else can answer */
	int e = fd < 0 || connect(fd, (const struct sockaddr *)&server->address, server->len) < 0
			? -errno
			: 0;

	for (size_t i = 0; i < count && !e; i++)
		if (x[i].open && send(fd, x[i].query, x[i].len, MSG_NOSIGNAL) < 0)
			e = -errno;
	while (!e && any_open(x, count)) {
		e = wait_for(c, fd, POLLIN, deadline);
		if (!e)
			e = take_answer(fd, x, count);
	}
	for (size_t i = 0; i < count; i++)
		if (x[i].open)
			x[i].result = e;
	if (fd >= 0)
		close(fd);
}

/* All of a buffer in the given direction. */
static int
transfer_all(struct wasix_caller *c, int fd, bool out, uint8_t *buf, size_t len, uint64_t deadline)
{
	while (len > 0) {
		int e = wait_for(c, fd, out ? POLLOUT : POLLIN, deadline);
		if (e)
			return e;
		ssize_t n = out ? send(fd, buf, len, MSG_NOSIGNAL) : recv(fd, buf, len, 0);
		if (n == 0)
			return -ECONNRESET;
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
		buf += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return 0;
}

/* Each packet has its length before it. */
static int
ask_tcp(struct wasix_caller *c, const struct dns_server *server, const uint8_t *query, size_t len,
	uint8_t answer[DNS_PACKET_MAX], uint64_t deadline)
{
	uint8_t out[2 + UDP_MAX], size[2] = { 0 };
	int fd = socket(server->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -errno;
	out[0] = (uint8_t)(len >> 8);
	out[1] = (uint8_t)len;
	memcpy(out + 2, query, len);
	int e = connect(fd, (const struct sockaddr *)&server->address, server->len) < 0 ? -errno
											: 0;
	if (!e || e == -EINPROGRESS)
		e = transfer_all(c, fd, true, out, len + 2, deadline);
	if (!e)
		e = transfer_all(c, fd, false, size, sizeof size, deadline);
	size_t want = u16_at(size);
	if (!e && (want < len || want > DNS_PACKET_MAX))
		e = -EBADMSG;
	if (!e)
		e = transfer_all(c, fd, false, answer, want, deadline);
	close(fd);
	if (e)
		return e;
	return is_answer(query, len, answer, want) ? (int)want : -EBADMSG;
}

/* What was cut comes whole by TCP, if it does. */
static void
ask_whole(struct wasix_caller *c, const struct dns_server *server, struct exchange *x,
	uint64_t deadline)
{
	uint8_t answer[DNS_PACKET_MAX];

	int n = ask_tcp(c, server, x->query, x->len, answer, deadline);
	if (n > 0) {
		memcpy(x->answer, answer, (size_t)n);
		x->result = n;
	}
}

/* An answer that another server would not better. */
static bool
is_final(const struct exchange *x)
{
	unsigned code = x->result > 0 ? x->answer[3] & CODE_MASK : CODE_MASK;

	return code == 0 || code == CODE_NO_NAME;
}

static void
ask(struct wasix_caller *c, const struct dns_config *config, size_t server_index,
	struct exchange *x, size_t count)
{
	const struct dns_server *server = &config->servers[server_index];
	uint64_t deadline =
		clock_now_ns(CLOCK_MONOTONIC) + config->timeout_s * UINT64_C(1000000000);

	for (size_t i = 0; i < count; i++)
		x[i].open = !is_final(&x[i]);
	ask_udp(c, server, x, count, deadline);
	for (size_t i = 0; i < count; i++)
		if (x[i].result > 0 && x[i].answer[2] & FLAG_TRUNCATED)
			ask_whole(c, server, &x[i], deadline);
}

/* Each server in turn until all have answers: 0, or -EINTR, -EAGAIN. */
static int
exchange(struct wasix_caller *c, const struct dns_config *config, struct exchange *x, size_t count)
{
	bool final = false;

	for (size_t i = 0; i < count; i++) {
		x[i].result = -EAGAIN;
		/* a number that cannot be guessed */
		if (getrandom(x[i].query, 2, 0) != 2)
			return -EAGAIN;
	}
	for (unsigned n = 0; n < config->attempts * config->server_count && !final; n++) {
		ask(c, config, n % config->server_count, x, count);
		final = true;
		for (size_t i = 0; i < count; i++) {
			if (x[i].result == -EINTR)
				return -EINTR;
			final = final && is_final(&x[i]);
		}
	}
	return 0;
}

int
dns_exchange(struct wasix_caller *c, const struct dns_config *config, const uint8_t *query,
	size_t query_len, uint8_t answer[DNS_PACKET_MAX])
{
	struct exchange x;

	if (query_len <= HEADER || query_len > sizeof x.query)
		return -EINVAL;
	memcpy(x.query, query, query_len);
	x.len = query_len;
	int e = exchange(c, config, &x, 1);
	if (e || x.result <= 0)
		return e ? e : x.result;
	memcpy(answer, x.answer, (size_t)x.result);
	memcpy(answer, query, 2); /* the number that the guest chose */
	return x.result;
}

/* Takes the addresses: 0, or why there are none. */
static int
addresses_of(const struct exchange *x, struct dns_addresses *out)
{
	if (x->result <= 0)
		return -EAGAIN;
	unsigned code = x->answer[3] & CODE_MASK;
	if (code)
		return code == CODE_NO_NAME ? -ENOENT : -EAGAIN;
	dns_answer_addresses(x->answer, (size_t)x->result, out);
	return 0;
}

static size_t
question_add(struct exchange *x, size_t count, const char *name, unsigned type)
{
	x[count].len = question_make(x[count].query, name, type);
	return count + 1;
}

/* Both families are asked for at once, if both are wanted; one that no server answers for does not
 * hide the other. */
int
dns_look_up(struct wasix_caller *c, const struct dns_config *config, const char *name,
	struct dns_addresses *out)
{
	struct exchange x[2];
	size_t count = 0;
	int found[2] = { 0 };

	if (out->family != ABI_ADDRESS_FAMILY_INET6)
		count = question_add(x, 0, name, TYPE_A);
	if (out->family != ABI_ADDRESS_FAMILY_INET4)
		count = question_add(x, count, name, TYPE_AAAA);
	if (x[0].len == 0)
		return -ENOENT;
	int e = exchange(c, config, x, count);
	if (e)
		return e;
	for (size_t i = 0; i < count; i++)
		found[i] = addresses_of(&x[i], out);
	if (out->count)
		return 0;
	return found[0] == -ENOENT || found[1] == -ENOENT ? -ENOENT
	       : found[0]                                 ? found[0]
							  : found[1];
}
