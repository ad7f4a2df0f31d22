/* resolve.c -- questions to name servers go to the host, which knows them: guests rarely have a
 * resolv.conf, and the host checks names by the rules that the command line gave.
 *
 * musl's resolver makes questions and reads answers as packets. One for addresses is put to the
 * ABI's import, and its result made a packet; any other needs the extension.
 */
#include "extension.h"
#include "imports.h"
#include "socket_address.h"

#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <string.h>

USES_EXTENSION(dnsquery);

struct resolvconf;

enum {
	HEADER = 12,
	RCODE_FAILED = 2,
	RCODE_NO_NAME = 3,
	TYPE_A = 1,
	TYPE_AAAA = 28,
	NAME_MAX_BYTES = 254,
	ADDRESSES = 48, /* as many as musl takes */
};

/* What was found for a name, kept from one family's question to the other's. */
struct found {
	char name[NAME_MAX_BYTES + 1];
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

static void
look_up(struct found *f, const char *name)
{
	if (strcmp(f->name, name) == 0)
		return;
	strcpy(f->name, name);
	f->count = 0;
	uint32_t e = __import_wasix_resolve(
		name, (abi_usize)strlen(name), 0, f->addresses, ADDRESSES, &f->count);
	f->error = __wasix_net_result(e);
	if (f->error || f->count > ADDRESSES)
		f->count = 0;
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
	for (abi_usize i = 0; i < f->count && end + HEADER + address <= size; i++)
		if (f->addresses[i].tag == tag) {
			end += add_record(answer + end, type, &f->addresses[i].u, address);
			count++;
		}
	answer[7] = (unsigned char)count;
	return (int)end;
}

static long
ask(struct found *f, const unsigned char *query, size_t len, unsigned char *answer, size_t size)
{
	char name[NAME_MAX_BYTES + 1];
	size_t end = len > HEADER ? question_name(query, len, name) : 0;
	unsigned type = end ? query[end + 1] | query[end] << 8 : 0;

	if (type != TYPE_A && type != TYPE_AAAA)
		return (long)EXTENSION(dnsquery, (long)query, len, (long)answer, size);
	look_up(f, name);
	if (f->error == -EACCES || f->error == -ENOSYS)
		return f->error;
	return make_answer(f, type, query, end + 4, answer, size);
}

/* As musl's: 0, and each answer's length, 0 for one that did not come. */
hidden int
__res_msend_rc(int count, const unsigned char *const *queries, const int *lengths,
	unsigned char *const *answers, int *answer_lengths, int size, const struct resolvconf *conf)
{
	struct found f = { 0 };

	(void)conf;
	for (int i = 0; i < count; i++) {
		long n = ask(&f, queries[i], (size_t)lengths[i], answers[i], (size_t)size);
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
	return __res_msend_rc(count, queries, lengths, answers, answer_lengths, size, NULL);
}
