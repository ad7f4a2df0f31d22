/* resolve.c -- looking names up for the guest: as numbers, in the host's hosts file, at its name
 * servers; as far as the rules of --net allow the name. Addresses that a name has are remembered,
 * so that the guest may connect to them.
 */
#include "extension.h"
#include "guest.h"
#include "net.h"

#include "dns_config.h"

#include <errno.h>
#include <stdio.h>
#include <strings.h>

enum {
	ADDRESSES_MAX = 96, /* of a name */
	QUERY_MAX = 512,
};

static const struct dns_config *
config_of(struct wasix_process *p)
{
	if (!p->net->dns)
		net_prepare_names(p);
	return p->net->dns;
}

static void
learn(struct wasix_process *p, const char *name, const struct dns_addresses *found)
{
	for (size_t i = 0; i < found->count; i++) {
		struct net_address a = {
			.len = found->items[i].tag == ABI_ADDRESS_FAMILY_INET4 ? 4 : 16
		};
		memcpy(a.bytes, &found->items[i].u, a.len);
		net_learn(p, name, &a);
	}
}

/* RFC 6761: these are this host whatever name servers say. */
static void
find_localhost(const char *name, struct dns_addresses *out)
{
	struct abi_addr_ip address;
	size_t len = strlen(name);

	if (strcasecmp(name, "localhost") != 0 &&
		(len < 10 || strcasecmp(name + len - 10, ".localhost") != 0))
		return;
	if (dns_address_from_text("127.0.0.1", &address))
		(void)dns_addresses_add(out, &address);
	if (dns_address_from_text("::1", &address))
		(void)dns_addresses_add(out, &address);
}

/* One candidate. -EACCES when the rules do not have it. */
static int
look_up(struct wasix_caller *c, const struct dns_config *config, const char *name,
	struct dns_addresses *out)
{
	struct wasix_process *p = caller_process(c);

	if (net_has_rules(p) && !net_rules_allow_name(p->net->rules, name))
		return -EACCES;
	dns_find_in_hosts(config, name, out);
	if (out->count == 0)
		find_localhost(name, out);
	int e = out->count ? 0 : dns_look_up(c, config, name, out);
	if (!e)
		learn(p, name, out);
	if (!e && !*out->canonical)
		strcpy(out->canonical, name);
	return e;
}

/* A name with few dots is tried below the domains of the search list first. */
static int
search(struct wasix_caller *c, const struct dns_config *config, const char *name,
	struct dns_addresses *out)
{
	char candidate[2 * DNS_NAME_MAX];
	unsigned dots = 0;
	int refused = 0;

	dns_find_in_hosts(config, name, out);
	bool known = out->count > 0;
	out->count = 0;
	*out->canonical = 0;
	for (const char *s = name; *s; s++)
		dots += *s == '.';
	const char *domain = dots < config->dots && !known ? config->search : "";
	while (*(domain += strspn(domain, " \t"))) {
		size_t len = strcspn(domain, " \t");
		snprintf(candidate, sizeof candidate, "%s.%.*s", name, (int)len, domain);
		domain += len;
		int e = strlen(candidate) > DNS_NAME_MAX ? -ENOENT
							 : look_up(c, config, candidate, out);
		if (e == -EACCES)
			refused = e;
		else if (e != -ENOENT && (e || out->count))
			return e;
	}
	int e = look_up(c, config, name, out);
	if (e == -EACCES)
		(void)net_allows_name(caller_process(c), name); /* says it */
	return e == -ENOENT && refused ? refused : e;
}

/* What the guest asks for by name. */
static wasix_errno
resolve(struct wasix_caller *c, wasix_gptr host, uint32_t host_len, struct dns_addresses *found)
{
	char name[DNS_NAME_MAX + 2];

	if (host_len == 0 || host_len > DNS_NAME_MAX + 1)
		return ABI_ERRNO_NOENT;
	GUEST_TRY(guest_read(c, name, host, host_len));
	name[host_len] = 0;
	if (memchr(name, 0, host_len))
		return ABI_ERRNO_INVAL;
	if (name[host_len - 1] == '.')
		name[host_len - 1] = 0;
	else if (host_len > DNS_NAME_MAX)
		return ABI_ERRNO_NOENT;
	const struct dns_config *config = config_of(caller_process(c));
	if (!config)
		return ABI_ERRNO_NOMEM;
	int e = 0;
	if (dns_address_from_text(name, &found->items[0]))
		found->count = 1;
	else
		e = *name ? search(c, config, name, found) : -ENOENT;
	if (e)
		return errno_to_wasi(-e);
	canonical_note(caller_process(c)->net, name, found->canonical);
	return ABI_ERRNO_SUCCESS;
}

/* WASIX, resolve: at most naddrs are stored, and *ret_naddrs says how many. NOENT: there is no such
 * name; AGAIN: no server answered; ACCES: no rule allows it. */
wasix_errno
host_resolve(struct wasix_caller *c, wasix_gptr host, uint32_t host_len, uint32_t port,
	wasix_gptr addrs, uint32_t naddrs, wasix_gptr ret_naddrs)
{
	struct abi_addr_ip items[ADDRESSES_MAX];
	struct dns_addresses found = { .items = items, .room = ADDRESSES_MAX };

	(void)port;
	GUEST_TRY(resolve(c, host, host_len, &found));
	uint32_t count = found.count < naddrs ? (uint32_t)found.count : naddrs;
	GUEST_TRY(guest_write(c, addrs, items, count * sizeof *items));
	return guest_write_u32(c, ret_naddrs, count);
}

/* The same for AF_INET or AF_INET6. A server that is silent about the other family is not waited
 * for. */
int64_t
host_ext_lookup(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct abi_addr_ip items[ADDRESSES_MAX];
	struct dns_addresses found = { .items = items, .room = ADDRESSES_MAX };
	uint64_t room = (uint32_t)a[4], count = 0;

	if ((a[2] != AF_INET && a[2] != AF_INET6) || (uint64_t)a[1] > UINT32_MAX)
		return -EINVAL;
	found.family = a[2] == AF_INET ? ABI_ADDRESS_FAMILY_INET4 : ABI_ADDRESS_FAMILY_INET6;
	wasix_errno e = resolve(c, (wasix_gptr)a[0], (uint32_t)a[1], &found);
	if (e)
		return -errno_to_linux(e);
	for (size_t i = 0; i < found.count && count < room; i++)
		if (items[i].tag == found.family)
			items[count++] = items[i];
	return guest_write(c, (wasix_gptr)a[3], items, count * sizeof *items) ? -EFAULT
									      : (int64_t)count;
}

/* The answer of the hosts file to a question for the name of an address; 0: it has none. */
static int
answer_pointer(const struct dns_config *config, const char *question, const uint8_t *query,
	size_t len, uint8_t answer[DNS_PACKET_MAX])
{
	char name[DNS_NAME_MAX + 1];
	struct abi_addr_ip address;

	if (!dns_address_from_pointer(question, &address) ||
		!dns_find_name_in_hosts(config, &address, name))
		return 0;
	return (int)dns_pointer_answer(query, len, name, answer);
}

/* The servers that the guest's own resolv.conf names, as far as the rules allow them. What they say
 * is the guest's affair: no rule about names is asked, and no address belongs to a name by it. */
static int
config_from_guest(struct wasix_caller *c, wasix_gptr ptr, struct dns_config *out)
{
	enum { PORT_DNS = 53 };
	struct wasix_process *p = caller_process(c);
	struct abi_dns_servers s;

	if (guest_read(c, &s, ptr, sizeof s))
		return -EFAULT;
	*out = (struct dns_config){ .timeout_s = s.timeout_s ? s.timeout_s : 1,
		.attempts = s.attempts ? s.attempts : 1 };
	for (unsigned i = 0; i < s.count && i < DNS_SERVERS_MAX; i++) {
		struct net_address a = { .len = s.lengths[i], .port = PORT_DNS };
		if (a.len != 4 && a.len != 16)
			return -EINVAL;
		memcpy(a.bytes, &s.addresses[(size_t)16 * i], a.len);
		if (!net_has_rules(p) || net_rules_allow(p->net->rules, NET_OUT, &a))
			dns_config_add_server(out, &a);
	}
	return out->server_count ? 0 : -EOPNOTSUPP;
}

static int64_t
ask_guests_servers(struct wasix_caller *c, const int64_t *a, const uint8_t *query)
{
	uint8_t answer[DNS_PACKET_MAX];
	struct dns_config config;

	int e = config_from_guest(c, (wasix_gptr)a[4], &config);
	int n = e ? e : dns_exchange(c, &config, query, (size_t)a[1], answer);
	if (n < 0)
		return n;
	size_t len = (uint64_t)n < (uint64_t)a[3] ? (size_t)n : (size_t)a[3];
	return guest_write(c, (wasix_gptr)a[2], answer, len) ? -EFAULT : (int64_t)len;
}

/* A question of the guest's own making, and the answer as it came. EOPNOTSUPP: the guest's servers
 * are out of its reach, the host's may be asked. */
int64_t
host_ext_dnsquery(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint8_t query[QUERY_MAX], answer[DNS_PACKET_MAX];
	struct abi_addr_ip items[ADDRESSES_MAX];
	struct dns_addresses found = { .items = items, .room = ADDRESSES_MAX };
	struct wasix_process *p = caller_process(c);
	char name[DNS_NAME_MAX + 1];

	if ((uint64_t)a[1] > sizeof query)
		return -EMSGSIZE;
	if (guest_read(c, query, (wasix_gptr)a[0], (size_t)a[1]))
		return -EFAULT;
	if (!dns_question_name(query, (size_t)a[1], name))
		return -EINVAL;
	if (a[4])
		return ask_guests_servers(c, a, query);
	if (!net_allows_name(p, name))
		return -EACCES;
	const struct dns_config *config = config_of(p);
	if (!config)
		return -ENOMEM;
	int n = answer_pointer(config, name, query, (size_t)a[1], answer);
	if (n == 0)
		n = dns_exchange(c, config, query, (size_t)a[1], answer);
	if (n < 0)
		return n;
	dns_answer_addresses(answer, (size_t)n, &found);
	learn(p, name, &found);
	size_t len = (uint64_t)n < (uint64_t)a[3] ? (size_t)n : (size_t)a[3];
	return guest_write(c, (wasix_gptr)a[2], answer, len) ? -EFAULT : (int64_t)len;
}
