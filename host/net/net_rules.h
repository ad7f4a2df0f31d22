/* net_rules.h -- the rules of --net=RULES: which addresses may be bound or connected to, and which
 * names looked up.
 *
 *   RULES   RULE, RULE...
 *   RULE    dns:allow=HOSTS[:PORTS]
 *           ipv4:allow=NETS[:PORTS][/in|/out]     10.0.0.0/8, 127.0.0.1, *
 *           ipv6:allow=NETS[:PORTS][/in|/out]     [fd00::/8], [::1], *
 *           and the same with deny
 *   HOSTS, NETS, PORTS   one, or {several,with,commas}
 *   PORTS   80, 8000-8999, *; all if left out
 *   HOST    example.com; *.example.com: what lies below it; *
 *
 * What no rule allows is refused, and so is what a rule denies, whatever allows it. Link-local and
 * metadata addresses are allowed only by a rule that names them: whose net lies within theirs. An
 * address that a lookup of an allowed name gave may be connected to on that rule's ports.
 */
#ifndef HOST_NET_RULES_H
#define HOST_NET_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum net_way { NET_IN, NET_OUT };

/* An IPv4 address has 4 bytes. */
struct net_address {
	uint8_t len;
	uint8_t bytes[16];
	uint16_t port; /* as a number */
};

struct net_rules;

/* Adds the rules of a text to *rules, which is made if it is NULL. false: error says what is wrong
 * with which rule, and nothing is added; an empty error: out of memory. */
bool net_rules_add(struct net_rules **rules, const char *text, char *error, size_t error_size);
void net_rules_delete(struct net_rules *rules);

/* IPv4 inside of IPv6 is IPv4; "any" as a destination is this host. */
bool net_rules_allow(struct net_rules *rules, enum net_way way, const struct net_address *address);
bool net_rules_allow_name(const struct net_rules *rules, const char *name);
/* A lookup of an allowed name gave this address. */
void net_rules_learn(struct net_rules *rules, const char *name, const struct net_address *address);
/* Held across fork. */
void net_rules_hold(struct net_rules *rules);
void net_rules_let_go(struct net_rules *rules);

#endif
