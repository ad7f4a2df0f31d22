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

static int
ask_udp(struct wasix_caller *c, const struct dns_server *server, const uint8_t *query, size_t len,
	uint8_t answer[DNS_PACKET_MAX], uint64_t deadline)
{
	int fd = socket(server->address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int result = 0;

	if (fd < 0)
		return -errno;
	/* connected: nobody else can answer */
	if (connect(fd, (const struct sockaddr *)&server->address, server->len) < 0 ||
		send(fd, query, len, MSG_NOSIGNAL) < 0)
		result = -errno;
	while (result == 0) {
		result = wait_for(c, fd, POLLIN, deadline);
		if (result)
			break;
		ssize_t n = recv(fd, answer, DNS_PACKET_MAX, 0);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			result = -errno;
		else if (n > 0 && is_answer(query, len, answer, (size_t)n))
			result = (int)n;
	}
	close(fd);
	return result;
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

static int
ask(struct wasix_caller *c, const struct dns_config *config, size_t i, const uint8_t *query,
	size_t len, uint8_t answer[DNS_PACKET_MAX])
{
	const struct dns_server *server = &config->servers[i];
	uint64_t deadline =
		clock_now_ns(CLOCK_MONOTONIC) + config->timeout_s * UINT64_C(1000000000);

	int n = ask_udp(c, server, query, len, answer, deadline);
	if (n > 0 && answer[2] & FLAG_TRUNCATED) {
		uint8_t cut[DNS_PACKET_MAX];
		memcpy(cut, answer, (size_t)n);
		int whole = ask_tcp(c, server, query, len, answer, deadline);
		if (whole > 0)
			return whole;
		memcpy(answer, cut, (size_t)n);
	}
	return n;
}

int
dns_exchange(struct wasix_caller *c, const struct dns_config *config, const uint8_t *query,
	size_t query_len, uint8_t answer[DNS_PACKET_MAX])
{
	uint8_t own[UDP_MAX];
	int result = -EINVAL;

	if (query_len <= HEADER || query_len > sizeof own)
		return result;
	memcpy(own, query, query_len);
	memset(answer, 0, DNS_PACKET_MAX);
	/* a number that cannot be guessed; what the guest chose is put back into the answer */
	if (getrandom(own, 2, 0) != 2)
		return -EAGAIN;
	for (unsigned n = 0; n < config->attempts * config->server_count; n++) {
		result = ask(c, config, n % config->server_count, own, query_len, answer);
		if (result == -EINTR)
			return result;
		unsigned code = result > 0 ? answer[3] & CODE_MASK : CODE_MASK;
		if (result > 0 && (code == 0 || code == CODE_NO_NAME))
			break;
	}
	if (result > 0)
		memcpy(answer, query, 2);
	return result;
}

/* One family's addresses. */
static int
look_up_type(struct wasix_caller *c, const struct dns_config *config, const char *name,
	unsigned type, struct dns_addresses *out)
{
	uint8_t query[UDP_MAX], answer[DNS_PACKET_MAX];
	size_t len = question_make(query, name, type);

	if (len == 0)
		return -ENOENT;
	int n = dns_exchange(c, config, query, len, answer);
	if (n < 0)
		return n == -EINTR ? n : -EAGAIN;
	unsigned code = answer[3] & CODE_MASK;
	if (code)
		return code == CODE_NO_NAME ? -ENOENT : -EAGAIN;
	dns_answer_addresses(answer, (size_t)n, out);
	return 0;
}

int
dns_look_up(struct wasix_caller *c, const struct dns_config *config, const char *name,
	struct dns_addresses *out)
{
	int e = look_up_type(c, config, name, TYPE_A, out);

	return e ? e : look_up_type(c, config, name, TYPE_AAAA, out);
}
