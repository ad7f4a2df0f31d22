/* net_rules.c -- the rules of --net: from text, and what they say to an address or a name. */
#include "net_rules.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	PORTS_MAX = 16,    /* ranges in one rule */
	LEARNT_MAX = 1024, /* addresses of looked up names; the oldest goes */
	NAME_BYTES = 256,
};

enum kind { KIND_DNS, KIND_IPV4, KIND_IPV6 };

struct port_range {
	uint16_t first, last;
};

struct net_range {
	uint8_t len; /* bytes of the address; 0: all */
	uint8_t prefix;
	uint8_t bytes[16];
};

/* One host or net; a list becomes several rules. */
struct rule {
	enum kind kind;
	bool allow;
	bool ways[2]; /* by enum net_way */
	struct net_range range;
	char host[NAME_BYTES]; /* "*" all, ".example.com" what is below it */
	struct port_range ports[PORTS_MAX];
	size_t port_count;
};

struct learnt {
	struct net_address address;
	char name[NAME_BYTES];
};

struct net_rules {
	struct rule *rules;
	size_t count;
	pthread_mutex_t lock; /* guards what was learnt */
	struct learnt *learnt;
	size_t learnt_count;
	size_t learnt_next; /* the oldest, once there are LEARNT_MAX */
};

/* --- text --- */

struct parser {
	const char *rule; /* the text of the one being read */
	size_t rule_len;
	char *error;
	size_t error_size;
};

static bool
malformed(struct parser *p, const char *what)
{
	snprintf(p->error, p->error_size, "--net rule '%.*s': %s", (int)p->rule_len, p->rule, what);
	return false;
}

/* Length up to the character, or the end; not inside of braces or brackets. */
static size_t
span_until(const char *text, size_t len, char stop)
{
	int depth = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '{' || text[i] == '[')
			depth++;
		else if (text[i] == '}' || text[i] == ']')
			depth--;
		else if (text[i] == stop && depth == 0)
			break;
	}
	return i;
}

static bool
has_prefix(const char **at, size_t *len, const char *word)
{
	size_t n = strlen(word);

	if (*len < n || memcmp(*at, word, n) != 0)
		return false;
	*at += n;
	*len -= n;
	return true;
}

static bool
has_suffix(const char *at, size_t *len, const char *word)
{
	size_t n = strlen(word);

	if (*len < n || memcmp(at + *len - n, word, n) != 0)
		return false;
	*len -= n;
	return true;
}

/* Up to five digits; the value is at most `max`. */
static bool
number(const char *at, size_t len, unsigned max, unsigned *out)
{
	*out = 0;
	if (len == 0 || len > 5)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (at[i] < '0' || at[i] > '9')
			return false;
		*out = *out * 10 + (unsigned)(at[i] - '0');
	}
	return *out <= max;
}

static bool
port_read(struct parser *p, const char *at, size_t len, struct rule *r)
{
	unsigned first = 0, last = UINT16_MAX;

	if (!(len == 1 && *at == '*')) {
		size_t dash = span_until(at, len, '-');
		if (!number(at, dash, UINT16_MAX, &first))
			return malformed(p, "a port is a number, a range 80-90 or *");
		last = first;
		if (dash < len && !number(at + dash + 1, len - dash - 1, UINT16_MAX, &last))
			return malformed(p, "a port is a number, a range 80-90 or *");
		if (last < first)
			return malformed(p, "the range of ports is empty");
	}
	if (r->port_count == PORTS_MAX)
		return malformed(p, "too many ports");
	r->ports[r->port_count++] = (struct port_range){ (uint16_t)first, (uint16_t)last };
	return true;
}

/* "{a,b}" item by item, or the one item. */
static bool
each(struct parser *p, const char *at, size_t len,
	bool (*item)(struct parser *p, const char *at, size_t len, struct rule *r), struct rule *r)
{
	if (len >= 2 && at[0] == '{' && at[len - 1] == '}') {
		at++;
		len -= 2;
	} else {
		return item(p, at, len, r);
	}
	for (;;) {
		size_t n = span_until(at, len, ',');
		if (!item(p, at, n, r))
			return false;
		if (n == len)
			return true;
		at += n + 1;
		len -= n + 1;
	}
}

/* Letters, digits, '-', '_' and dots between labels of 1 to 63. */
static bool
is_name(const char *name, size_t len)
{
	size_t label = 0;

	for (size_t i = 0; i < len; i++) {
		bool letter =
			(name[i] >= 'a' && name[i] <= 'z') || (name[i] >= 'A' && name[i] <= 'Z') ||
			(name[i] >= '0' && name[i] <= '9') || name[i] == '-' || name[i] == '_';
		if (letter && label < 63)
			label++;
		else if (name[i] == '.' && label > 0)
			label = 0;
		else
			return false;
	}
	return len > 0 && len < NAME_BYTES - 1 && label > 0;
}

static bool
host_read(struct parser *p, const char *at, size_t len, struct rule *r)
{
	bool all = len == 1 && *at == '*', below = len > 2 && at[0] == '*' && at[1] == '.';

	if (len > 1 && at[len - 1] == '.')
		len--;
	if (!all && !is_name(below ? at + 2 : at, below ? len - 2 : len))
		return malformed(p, "a host is a name, *.NAME or *; whole labels only");
	if (below) { /* the dot stays, for the comparison */
		at++;
		len--;
	}
	memcpy(r->host, at, len);
	r->host[len] = 0;
	return true;
}

/* ADDRESS[/PREFIX] */
static bool
range_read(struct parser *p, const char *at, size_t len, struct rule *r)
{
	char text[INET6_ADDRSTRLEN + 1];
	bool six = r->kind == KIND_IPV6;
	unsigned bits = six ? 128 : 32, prefix = bits;

	r->range = (struct net_range){ 0 };
	if (len == 1 && *at == '*')
		return true;
	if (six) { /* "[ADDRESS/PREFIX]" or "[ADDRESS]/PREFIX" */
		size_t close = 0;
		while (close < len && at[close] != ']')
			close++;
		if (len < 2 || at[0] != '[' || close == len)
			return malformed(p, "an IPv6 address stands in brackets");
		if (close + 1 < len &&
			(at[close + 1] != '/' ||
				!number(at + close + 2, len - close - 2, bits, &prefix)))
			return malformed(p, "what follows the address is no prefix length");
		at++;
		len = close - 1;
	}
	size_t slash = span_until(at, len, '/');
	if (slash < len && !number(at + slash + 1, len - slash - 1, bits, &prefix))
		return malformed(p, "the prefix length is wrong");
	if (slash >= sizeof text)
		return malformed(p, "the address is wrong");
	memcpy(text, at, slash);
	text[slash] = 0;
	if (inet_pton(six ? AF_INET6 : AF_INET, text, r->range.bytes) != 1)
		return malformed(p, "the address is wrong");
	r->range.len = six ? 16 : 4;
	r->range.prefix = (uint8_t)prefix;
	return true;
}

static bool
rule_add(struct net_rules *rules, const struct rule *r)
{
	struct rule *grown = realloc(rules->rules, (rules->count + 1) * sizeof *grown);

	if (!grown)
		return false;
	rules->rules = grown;
	grown[rules->count++] = *r;
	return true;
}

/* TARGETS[:PORTS][/in|/out], the kind and the action being known. */
static bool
expression_read(
	struct net_rules *rules, struct parser *p, const char *at, size_t len, struct rule *r)
{
	r->ways[NET_IN] = r->ways[NET_OUT] = true;
	if (r->kind != KIND_DNS) {
		if (has_suffix(at, &len, "/in"))
			r->ways[NET_OUT] = false;
		else if (has_suffix(at, &len, "/out"))
			r->ways[NET_IN] = false;
	}
	size_t target = span_until(at, len, ':');
	const char *ports = target < len ? at + target + 1 : "*";
	size_t ports_len = target < len ? len - target - 1 : 1;
	if (!each(p, ports, ports_len, port_read, r))
		return false;
	const char *item = at;
	bool list = target >= 2 && at[0] == '{' && at[target - 1] == '}';
	size_t left = list ? target - 2 : target;
	item += list;
	for (;;) {
		size_t n = list ? span_until(item, left, ',') : left;
		if (!(r->kind == KIND_DNS ? host_read : range_read)(p, item, n, r))
			return false;
		if (!rule_add(rules, r)) {
			*p->error = 0;
			return false;
		}
		if (n == left)
			return true;
		item += n + 1;
		left -= n + 1;
	}
}

static bool
rule_read(struct net_rules *rules, struct parser *p)
{
	const char *at = p->rule;
	size_t len = p->rule_len;
	struct rule r = { 0 };

	if (has_prefix(&at, &len, "dns:"))
		r.kind = KIND_DNS;
	else if (has_prefix(&at, &len, "ipv4:"))
		r.kind = KIND_IPV4;
	else if (has_prefix(&at, &len, "ipv6:"))
		r.kind = KIND_IPV6;
	else
		return malformed(p, "it begins with dns:, ipv4: or ipv6:");
	if (has_prefix(&at, &len, "allow="))
		r.allow = true;
	else if (!has_prefix(&at, &len, "deny="))
		return malformed(p, "allow= or deny= is expected");
	return expression_read(rules, p, at, len, &r);
}

bool
net_rules_add(struct net_rules **rules, const char *text, char *error, size_t error_size)
{
	struct net_rules *to = *rules ? *rules : calloc(1, sizeof *to);
	size_t before = to ? to->count : 0, left = strlen(text);

	*error = 0;
	if (!to)
		return false;
	if (!*rules)
		pthread_mutex_init(&to->lock, NULL);
	for (;;) {
		size_t n = span_until(text, left, ',');
		struct parser p = { text, n, error, error_size };
		if (!rule_read(to, &p)) {
			to->count = before;
			if (!*rules)
				net_rules_delete(to);
			return false;
		}
		if (n == left)
			break;
		text += n + 1;
		left -= n + 1;
	}
	*rules = to;
	return true;
}

void
net_rules_delete(struct net_rules *rules)
{
	if (!rules)
		return;
	pthread_mutex_destroy(&rules->lock);
	free(rules->learnt);
	free(rules->rules);
	free(rules);
}

void
net_rules_hold(struct net_rules *rules)
{
	pthread_mutex_lock(&rules->lock);
}

void
net_rules_let_go(struct net_rules *rules)
{
	pthread_mutex_unlock(&rules->lock);
}

/* --- names --- */

static bool
name_matches(const struct rule *r, const char *name)
{
	size_t len = strlen(name), host = strlen(r->host);

	if (len > 0 && name[len - 1] == '.')
		len--;
	if (strcmp(r->host, "*") == 0)
		return true;
	if (r->host[0] == '.')
		return len > host && strncasecmp(name + len - host, r->host, host) == 0;
	return len == host && strncasecmp(name, r->host, len) == 0;
}

/* Whether a rule about names with this action matches, for this port or (negative) any. */
static bool
names_match(const struct net_rules *rules, const char *name, bool allow, int port)
{
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *r = &rules->rules[i];
		if (r->kind != KIND_DNS || r->allow != allow || !name_matches(r, name))
			continue;
		for (size_t k = 0; k < r->port_count; k++)
			if (port < 0 || (port >= r->ports[k].first && port <= r->ports[k].last))
				return true;
	}
	return false;
}

bool
net_rules_allow_name(const struct net_rules *rules, const char *name)
{
	return names_match(rules, name, true, -1) && !names_match(rules, name, false, -1);
}

/* --- addresses --- */

/* Link-local nets, and where clouds keep a machine's secrets. */
static const struct net_range SPECIAL[] = {
	{ 4, 16, { 169, 254 } },
	{ 4, 32, { 100, 100, 100, 200 } },
	{ 4, 32, { 168, 63, 129, 16 } },
	{ 4, 32, { 192, 0, 0, 192 } },
	{ 16, 10, { 0xfe, 0x80 } },
	{ 16, 128, { 0xfd, 0x00, 0x0e, 0xc2, [14] = 0x02, [15] = 0x54 } },
	{ 16, 128, { 0xfd, 0x20, 0x00, 0xce, [14] = 0x02, [15] = 0x54 } },
};

static bool
range_holds(const struct net_range *range, const uint8_t *bytes, size_t len)
{
	if (range->len != len)
		return range->len == 0;
	size_t whole = range->prefix / 8;
	unsigned rest = range->prefix % 8;
	if (memcmp(range->bytes, bytes, whole) != 0)
		return false;
	return rest == 0 || ((range->bytes[whole] ^ bytes[whole]) >> (8 - rest)) == 0;
}

static const struct net_range *
special_range(const struct net_address *a)
{
	for (size_t i = 0; i < sizeof SPECIAL / sizeof *SPECIAL; i++)
		if (range_holds(&SPECIAL[i], a->bytes, a->len))
			return &SPECIAL[i];
	return NULL;
}

/* IPv4 inside of IPv6: mapped, compatible, translated by a gateway (RFC 6052, RFC 8215), or by
 * a tunnel (6to4). "Any" as a destination is this host. */
static struct net_address
normal_form(const struct net_address *address, enum net_way way)
{
	static const uint8_t MAPPED[12] = { [10] = 0xff, [11] = 0xff };
	static const uint8_t TRANSLATED[12] = { 0x00, 0x64, 0xff, 0x9b };
	static const uint8_t TRANSLATED_HERE[6] = { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 };
	static const uint8_t TUNNEL[2] = { 0x20, 0x02 };
	static const uint8_t ZERO[16];
	struct net_address a = *address;

	if (a.len == 16 &&
		(memcmp(a.bytes, MAPPED, 12) == 0 || memcmp(a.bytes, TRANSLATED, 12) == 0 ||
			memcmp(a.bytes, TRANSLATED_HERE, 6) == 0 ||
			(memcmp(a.bytes, ZERO, 12) == 0 && (a.bytes[12] || a.bytes[13])))) {
		memmove(a.bytes, a.bytes + 12, 4);
		a.len = 4;
	} else if (a.len == 16 && memcmp(a.bytes, TUNNEL, 2) == 0) {
		memmove(a.bytes, a.bytes + 2, 4);
		a.len = 4;
	}
	if (way == NET_OUT && a.len == 4 && memcmp(a.bytes, ZERO, 4) == 0)
		a.bytes[0] = 127, a.bytes[3] = 1;
	else if (way == NET_OUT && a.len == 16 && memcmp(a.bytes, ZERO, 16) == 0)
		a.bytes[15] = 1;
	return a;
}

static bool
rule_matches(const struct rule *r, enum net_way way, const struct net_address *a)
{
	enum kind kind = a->len == 4 ? KIND_IPV4 : KIND_IPV6;

	if (r->kind != kind || !r->ways[way] || !range_holds(&r->range, a->bytes, a->len))
		return false;
	for (size_t i = 0; i < r->port_count; i++)
		if (a->port >= r->ports[i].first && a->port <= r->ports[i].last)
			return true;
	return false;
}

/* An allowing rule reaches a special net only if its own lies within. */
static bool
rule_names(const struct rule *r, const struct net_range *special)
{
	return !special || (r->range.len == special->len && r->range.prefix >= special->prefix);
}

/* Programs know the address of this one name without asking. */
static bool
is_localhost(const struct net_rules *rules, const struct net_address *a)
{
	static const uint8_t ADDRESSES[2][16] = { { 127, 0, 0, 1 }, { [15] = 1 } };

	if (memcmp(a->bytes, ADDRESSES[a->len == 16], a->len) != 0)
		return false;
	for (size_t i = 0; i < rules->count; i++)
		if (rules->rules[i].kind == KIND_DNS && rules->rules[i].allow &&
			strcasecmp(rules->rules[i].host, "localhost") == 0)
			return names_match(rules, "localhost", true, a->port) &&
			       !names_match(rules, "localhost", false, a->port);
	return false;
}

static bool
was_learnt(struct net_rules *rules, const struct net_address *a)
{
	bool found = is_localhost(rules, a);

	pthread_mutex_lock(&rules->lock);
	for (size_t i = 0; i < rules->learnt_count && !found; i++) {
		const struct learnt *l = &rules->learnt[i];
		found = l->address.len == a->len &&
			memcmp(l->address.bytes, a->bytes, a->len) == 0 &&
			names_match(rules, l->name, true, a->port) &&
			!names_match(rules, l->name, false, a->port);
	}
	pthread_mutex_unlock(&rules->lock);
	return found;
}

bool
net_rules_allow(struct net_rules *rules, enum net_way way, const struct net_address *address)
{
	struct net_address a = normal_form(address, way);
	const struct net_range *special = special_range(&a);
	bool allowed = false;

	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *r = &rules->rules[i];
		if (!rule_matches(r, way, &a))
			continue;
		if (!r->allow)
			return false;
		allowed = allowed || rule_names(r, special);
	}
	return allowed || (way == NET_OUT && !special && was_learnt(rules, &a));
}

static bool
is_known(const struct net_rules *rules, const char *name, const struct net_address *a)
{
	for (size_t i = 0; i < rules->learnt_count; i++) {
		const struct learnt *l = &rules->learnt[i];
		if (l->address.len == a->len && memcmp(l->address.bytes, a->bytes, a->len) == 0 &&
			strcasecmp(l->name, name) == 0)
			return true;
	}
	return false;
}

void
net_rules_learn(struct net_rules *rules, const char *name, const struct net_address *address)
{
	struct net_address a = normal_form(address, NET_OUT);

	if (strlen(name) >= NAME_BYTES)
		return;
	pthread_mutex_lock(&rules->lock);
	if (!rules->learnt)
		rules->learnt = calloc(LEARNT_MAX, sizeof *rules->learnt);
	if (rules->learnt && !is_known(rules, name, &a)) {
		struct learnt *l = &rules->learnt[rules->learnt_next];
		l->address = a;
		strcpy(l->name, name);
		rules->learnt_next = (rules->learnt_next + 1) % LEARNT_MAX;
		if (rules->learnt_count < LEARNT_MAX)
			rules->learnt_count++;
	}
	pthread_mutex_unlock(&rules->lock);
}
