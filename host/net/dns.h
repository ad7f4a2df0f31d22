/* dns.h -- names of hosts: the host's /etc/hosts and /etc/resolv.conf, read before the second wall,
 * and questions to its name servers. */
#ifndef HOST_DNS_H
#define HOST_DNS_H

#include "host.h"

enum {
	DNS_NAME_MAX = 254,    /* bytes of a name without a dot at the end */
	DNS_PACKET_MAX = 4096, /* that we take; larger ones are truncated answers */
};

struct dns_config;

/* Files that are missing or odd are as empty ones. NULL: out of memory. */
struct dns_config *dns_config_read(void);
void dns_config_delete(struct dns_config *config);

/* Addresses that were found; tags are the ABI's. */
struct dns_addresses {
	struct abi_addr_ip *items;
	size_t count, room;
	uint8_t family; /* ABI_ADDRESS_FAMILY_: what servers are asked for; UNSPEC: both */
	char canonical[DNS_NAME_MAX + 1]; /* the name that has them; "": the one that was asked */
};

/* From the hosts file. */
void dns_find_in_hosts(
	const struct dns_config *config, const char *name, struct dns_addresses *out);
/* Sends a question to the servers in turn until one answers or the time is over; the answer's
 * length, or -errno: ETIMEDOUT, EINTR... */
int dns_exchange(struct wasix_caller *c, const struct dns_config *config, const uint8_t *query,
	size_t query_len, uint8_t answer[DNS_PACKET_MAX]);
/* The addresses of a name as it stands: 0, or -ENOENT, -EAGAIN, -EINTR... */
int dns_look_up(struct wasix_caller *c, const struct dns_config *config, const char *name,
	struct dns_addresses *out);

/* Domains to try: the text of the search list, and how many dots make a name absolute. */
const char *dns_search_list(const struct dns_config *config);
unsigned dns_dots(const struct dns_config *config);

/* The question's name as text. False: there is none that is well-formed. */
bool dns_question_name(const uint8_t *query, size_t len, char name[DNS_NAME_MAX + 1]);
/* "127.0.0.1" or "::1". */
bool dns_address_from_text(const char *text, struct abi_addr_ip *out);
/* False when there is no room. */
bool dns_addresses_add(struct dns_addresses *list, const struct abi_addr_ip *address);

/* "1.0.0.127.in-addr.arpa" and the like; the name that the hosts file has for an address; the
 * answer that says it, whose length is returned. (dns_pointer.c, dns_config.c) */
bool dns_address_from_pointer(const char *name, struct abi_addr_ip *out);
bool dns_find_name_in_hosts(const struct dns_config *config, const struct abi_addr_ip *address,
	char name[DNS_NAME_MAX + 1]);
size_t dns_pointer_answer(
	const uint8_t *query, size_t len, const char *name, uint8_t answer[DNS_PACKET_MAX]);

/* Adds the addresses of an answer, and takes the name that its aliases lead to. */
void dns_answer_addresses(const uint8_t *packet, size_t len, struct dns_addresses *out);

#endif
