/* resolve.c -- questions to name servers go to the host, which knows them: guests rarely have a
 * resolv.conf, and the host checks names by the rules that the command line gave.
 *
 * musl's resolver makes questions and reads answers as packets. One for addresses is put to the
 * ABI's import, and its result made a packet; any other needs the extension. So do questions to the
 * servers of a resolv.conf that the guest has.
 */
#include "extension.h"
#include "imports.h"
#include "socket_address.h"

#include "../network/lookup.h" /* musl's */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

USES_EXTENSION(dnsquery);
USES_EXTENSION(lookup);
USES_EXTENSION(canonicalname);

enum {
	HEADER = 12,
	RCODE_FAILED = 2,
	RCODE_NO_NAME = 3,
	TYPE_A = 1,
	TYPE_CNAME = 5,
	TYPE_AAAA = 28,
	NAME_MAX_BYTES = 254,
	ADDRESSES = 48, /* as many as musl takes */
};

/* What was found for a name, kept from one family's question to the other's. */
struct found {
	bool one_family; /* there is one question only */
	char name[NAME_MAX_BYTES + 1];
	char canonical[NAME_MAX_BYTES + 1]; /* "": the same */
	long error;
	abi_usize count;
	struct abi_addr_ip addresses[ADDRESSES];
};

/* The question's name as text; its end in the packet, 0 if there is none. */
static size_t
question_name(const unsigned char *query, size_t len, char name[NAME_MAX_BYTES + 1])
{
	size_t at = HEADER, out = 0;

	while (at < len && query[at]) {
		size_t label = query[at++];
		if (label > 63 || at + label >= len || out + label + 1 > NAME_MAX_BYTES)
			return 0;
		if (out)
			name[out++] = '.';
		memcpy(name + out, query + at, label);
		out += label;
		at += label;
	}
	name[out] = 0;
	return at + 5 <= len ? at + 1 : 0;
}

/* One family, where the host can ask for one: -ENOSYS or -EOPNOTSUPP where not. */
static long
look_up_family(struct found *f, const char *name, unsigned type)
{
	long n = (long)EXTENSION(lookup, (long)name, strlen(name),
		type == TYPE_A ? AF_INET : AF_INET6, (long)f->addresses, ADDRESSES);

	f->count = n > 0 ? (abi_usize)n : 0;
	return n < 0 ? n : 0;
}

/* type: of the only question, 0 where both families are asked for. */
static void
look_up(struct found *f, const char *name, unsigned type)
{
	if (strcmp(f->name, name) == 0)
		return;
	strcpy(f->name, name);
	f->count = 0;
	f->error = type ? look_up_family(f, name, type) : -ENOSYS;
	if (f->error == -ENOSYS || f->error == -EOPNOTSUPP)
		f->error = __wasix_net_result(__import_wasix_resolve(
			name, (abi_usize)strlen(name), 0, f->addresses, ADDRESSES, &f->count));
	if (f->error || f->count > ADDRESSES)
		f->count = 0;
	long len = f->count ? (long)EXTENSION(canonicalname, (long)name, strlen(name),
				      (long)f->canonical, NAME_MAX_BYTES)
			    : 0;
	f->canonical[len > 0 && len <= NAME_MAX_BYTES ? len : 0] = 0;
}

static unsigned
code_of(long error)
{
	switch (error) {
	case 0:
		return 0;
	case -ENOENT:
		return RCODE_NO_NAME;
	default:
		return RCODE_FAILED;
	}
}

/* A resource record: name by reference to the question's, type, class, time to live, length. */
static size_t
add_record(unsigned char *at, unsigned type, const void *address, size_t len)
{
	const unsigned char head[] = { 0xc0, HEADER, 0, (unsigned char)type, 0, 1, 0, 0, 0, 0, 0,
		(unsigned char)len };
	memcpy(at, head, sizeof head);
	memcpy(at + sizeof head, address, len);
	return sizeof head + len;
}

/* A name as labels: bytes. */
static size_t
name_to_labels(const char *name, unsigned char out[NAME_MAX_BYTES + 2])
{
	size_t at = 0;

	while (*name) {
		size_t label = strcspn(name, ".");
		out[at++] = (unsigned char)label;
		memcpy(out + at, name, label);
		at += label;
		name += label;
		name += *name == '.';
	}
	out[at++] = 0;
	return at;
}

/* That the question's name is an alias: bytes. */
static size_t
add_alias(unsigned char *at, const char *canonical, size_t room)
{
	unsigned char labels[NAME_MAX_BYTES + 2];
	size_t len = name_to_labels(canonical, labels);

	return len + HEADER <= room && len <= 255 ? add_record(at, TYPE_CNAME, labels, len) : 0;
}

/* end: of the question. */
static int
make_answer(const struct found *f, unsigned type, const unsigned char *query, size_t end,
	unsigned char *answer, size_t size)
{
	size_t address = type == TYPE_A ? 4 : 16;
	abi_u8 tag = type == TYPE_A ? ABI_ADDRESS_FAMILY_INET4 : ABI_ADDRESS_FAMILY_INET6;
	unsigned count = 0;

	if (end > size)
		return 0;
	memcpy(answer, query, end);
	answer[2] |= 0x80; /* an answer */
	answer[3] = (unsigned char)(0x80 | code_of(f->error));
	memset(answer + 6, 0, 6);
	if (f->count && *f->canonical && strcasecmp(f->canonical, f->name) != 0) {
		size_t alias = add_alias(answer + end, f->canonical, size - end);
		end += alias;
		count += alias > 0;
	}
	for (abi_usize i = 0; i < f->count && end + HEADER + address <= size; i++)
		if (f->addresses[i].tag == tag) {
			end += add_record(answer + end, type, &f->addresses[i].u, address);
			count++;
		}
	answer[7] = (unsigned char)count;
	return (int)end;
}

/* Whether there is a file that names any: trees of containers often have an empty one. */
static bool
file_names_servers(void)
{
	char text[4096];
	int fd = open("/etc/resolv.conf", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = 0;
	return strstr(text, "nameserver");
}

/* The servers of the guest's own resolv.conf. False: it has none. */
static bool
own_servers(const struct resolvconf *conf, struct abi_dns_servers *out)
{
	static const unsigned char LOOPBACK[4] = { 127, 0, 0, 1 };

	/* this is what musl says where none is named, too */
	if (conf->nns == 1 && conf->ns[0].family == AF_INET &&
		memcmp(conf->ns[0].addr, LOOPBACK, sizeof LOOPBACK) == 0 && !file_names_servers())
		return false;
	*out = (struct abi_dns_servers){ .count = (abi_u8)conf->nns,
		.timeout_s = (abi_u8)conf->timeout,
		.attempts = (abi_u8)conf->attempts };
	for (unsigned i = 0; i < conf->nns; i++) {
		out->lengths[i] = conf->ns[i].family == AF_INET ? 4 : 16;
		memcpy(out->addresses + 16 * i, conf->ns[i].addr, 16);
	}
	return true;
}

static long
ask_host(
	struct found *f, const unsigned char *query, size_t len, unsigned char *answer, size_t size)
{
	char name[NAME_MAX_BYTES + 1];
	size_t end = len > HEADER ? question_name(query, len, name) : 0;
	unsigned type = end ? query[end + 1] | query[end] << 8 : 0;

	if (type != TYPE_A && type != TYPE_AAAA)
		return (long)EXTENSION(dnsquery, (long)query, len, (long)answer, size);
	look_up(f, name, f->one_family ? type : 0);
	if (f->error == -EACCES || f->error == -ENOSYS)
		return f->error;
	return make_answer(f, type, query, end + 4, answer, size);
}

/* Where the guest's servers may not be asked, or the host cannot, the host's own are. */
static long
ask(struct found *f, const struct abi_dns_servers *own, const unsigned char *query, size_t len,
	unsigned char *answer, size_t size)
{
	long n = own ? (long)EXTENSION(dnsquery, (long)query, len, (long)answer, size, (long)own)
		     : -EOPNOTSUPP;

	return n == -EOPNOTSUPP || n == -ENOSYS ? ask_host(f, query, len, answer, size) : n;
}

/* As musl's: 0, and each answer's length, 0 for one that did not come. */
hidden int
__res_msend_rc(int count, const unsigned char *const *queries, const int *lengths,
	unsigned char *const *answers, int *answer_lengths, int size, const struct resolvconf *conf)
{
	struct abi_dns_servers servers;
	bool own = own_servers(conf, &servers);
	struct found f = { .one_family = count == 1 };

	for (int i = 0; i < count; i++) {
		long n = ask(&f, own ? &servers : NULL, queries[i], (size_t)lengths[i], answers[i],
			(size_t)size);
		if (n == -EACCES || n == -ENOSYS) {
			errno = (int)-n;
			return -1;
		}
		answer_lengths[i] = n > 0 ? (int)n : 0;
	}
	return 0;
}

hidden int
__res_msend(int count, const unsigned char *const *queries, const int *lengths,
	unsigned char *const *answers, int *answer_lengths, int size)
{
	struct resolvconf conf;

	if (__get_resolv_conf(&conf, NULL, 0) < 0)
		return -1;
	return __res_msend_rc(count, queries, lengths, answers, answer_lengths, size, &conf);
}
