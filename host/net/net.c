/* net.c -- what --net=RULES and --map-port say to addresses, and the notices about it. */
#include "net.h"

#include "dns.h"
#include "error.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct net *
net_new(void)
{
	struct net *net = calloc(1, sizeof *net);

	if (net) {
		pthread_mutex_init(&net->sock_names_lock, NULL);
		pthread_mutex_init(&net->canonical_lock, NULL);
	}
	return net;
}

void
net_delete(struct net *net)
{
	if (!net)
		return;
	net_rules_delete(net->rules);
	dns_config_delete(net->dns);
	pthread_mutex_destroy(&net->sock_names_lock);
	sock_names_delete(net->sock_names);
	pthread_mutex_destroy(&net->canonical_lock);
	free(net->canonical);
	free(net->ports);
	free(net);
}

/* --- what the command line says --- */

wasix_result
net_grant(struct wasix_process *p, const char *rules, wasix_error *err)
{
	char error[200];
	struct net *net = p->net;

	if (net_rules_add(&net->rules, rules, error, sizeof error))
		return WASIX_OK;
	return *error ? fail(err, WASIX_USAGE, "%s", error) : fail_memory(err);
}

wasix_result
wasix_process_map_port(wasix_process *p, unsigned host_port, unsigned guest_port, wasix_error *err)
{
	struct net *net = p->net;
	struct port_map *ports = realloc(net->ports, (net->port_count + 1) * sizeof *ports);

	error_clear(err);
	if (!ports)
		return fail_memory(err);
	net->ports = ports;
	if (host_port - 1 >= UINT16_MAX || guest_port - 1 >= UINT16_MAX)
		return fail(err, WASIX_USAGE, "port %u:%u: 1 to 65535 are possible", host_port,
			guest_port);
	for (size_t i = 0; i < net->port_count; i++)
		if (ports[i].guest == guest_port || ports[i].host == host_port)
			return fail(err, WASIX_USAGE, "port %u:%u: one of them is mapped already",
				host_port, guest_port);
	ports[net->port_count++] =
		(struct port_map){ .host = (uint16_t)host_port, .guest = (uint16_t)guest_port };
	return WASIX_OK;
}

/* --- ports --- */

uint16_t
net_port_to_host(const struct wasix_process *p, uint16_t port)
{
	for (size_t i = 0; i < p->net->port_count; i++)
		if (p->net->ports[i].guest == ntohs(port))
			return htons(p->net->ports[i].host);
	return port;
}

uint16_t
net_port_to_guest(const struct wasix_process *p, uint16_t port)
{
	for (size_t i = 0; i < p->net->port_count; i++)
		if (p->net->ports[i].host == ntohs(port))
			return htons(p->net->ports[i].guest);
	return port;
}

/* --- rules --- */

bool
net_has_rules(const struct wasix_process *p)
{
	return p->net->rules;
}

/* False for what is no IP address: the kernel refuses those of the wrong length itself. */
static bool
address_of(const struct sockaddr *address, socklen_t len, struct net_address *out)
{
	const struct sockaddr_in *in = (const void *)address;
	const struct sockaddr_in6 *in6 = (const void *)address;

	/* where an address is bound or sent to, the kernel takes no family for IPv4 */
	if (len >= sizeof *in &&
		(address->sa_family == AF_INET || address->sa_family == AF_UNSPEC)) {
		*out = (struct net_address){ .len = 4, .port = ntohs(in->sin_port) };
		memcpy(out->bytes, &in->sin_addr, 4);
		return true;
	}
	if (len >= SOCKADDR_IN6_MIN && address->sa_family == AF_INET6) {
		*out = (struct net_address){ .len = 16, .port = ntohs(in6->sin6_port) };
		memcpy(out->bytes, &in6->sin6_addr, 16);
		return true;
	}
	return false;
}

static void
say_refused(struct wasix_process *p, const char *what)
{
	char text[400];

	if (!p->notice || atomic_exchange(&p->net->said, true))
		return;
	snprintf(text, sizeof text, "%s was refused: no rule of --net allows it", what);
	p->notice(p->notice_env, text);
}

void
net_say_destination(struct wasix_process *p)
{
	if (p->notice && !atomic_exchange(&p->net->said, true))
		p->notice(p->notice_env,
			"sending to an address was refused: it needs net; --net grants it");
}

void
net_say_raw(struct wasix_process *p)
{
	if (p->notice && !atomic_exchange(&p->net->said_raw, true))
		p->notice(p->notice_env, "raw sockets are not given to guests");
}

static void
say_refused_address(struct wasix_process *p, enum net_way way, const struct net_address *a)
{
	char ip[INET6_ADDRSTRLEN], text[100];

	inet_ntop(a->len == 4 ? AF_INET : AF_INET6, a->bytes, ip, sizeof ip);
	snprintf(text, sizeof text, a->len == 4 ? "%s %s:%u" : "%s [%s]:%u",
		way == NET_IN ? "listening at" : "reaching", ip, a->port);
	say_refused(p, text);
}

/* WASIX libcs bind a stream to this port to learn the byte order of the host's ports; listening
 * there is another matter. */
static bool
is_order_probe(enum net_way way, int type, const struct net_address *a)
{
	enum { PORT_ORDER_PROBE = 10275 };

	return way == NET_IN && type == SOCK_STREAM && a->port == PORT_ORDER_PROBE;
}

/* C libraries connect datagram sockets to port 65535 to learn which address they would have; that
 * sends nothing. NOTE: this host's own port is thus open to every guest with rules. */
static bool
is_probe(int type, const struct net_address *a)
{
	static const uint8_t LOOPBACK6[16] = { [15] = 1 };

	return type == SOCK_DGRAM && a->port == UINT16_MAX &&
	       (a->len == 4 ? a->bytes[0] == 127 : memcmp(a->bytes, LOOPBACK6, 16) == 0);
}

int
net_check(struct wasix_process *p, enum net_way way, int type, const struct sockaddr *address,
	socklen_t len)
{
	struct net_address a;

	if (!net_has_rules(p) || !address_of(address, len, &a))
		return 0;
	if (net_rules_allow(p->net->rules, way, &a) || (way == NET_OUT && is_probe(type, &a)) ||
		is_order_probe(way, type, &a))
		return 0;
	if (type != SOCK_DGRAM || a.port != UINT16_MAX) /* a probe of somewhere else */
		say_refused_address(p, way, &a);
	return -EACCES;
}

int
net_check_listen(struct wasix_process *p, const struct sockaddr *address, socklen_t len)
{
	struct net_address a;

	if (!net_has_rules(p) || !address_of(address, len, &a))
		return 0;
	if (net_rules_allow(p->net->rules, NET_IN, &a))
		return 0;
	say_refused_address(p, NET_IN, &a);
	return -EACCES;
}

bool
net_allows_name(struct wasix_process *p, const char *name)
{
	char text[300];

	if (!net_has_rules(p) || net_rules_allow_name(p->net->rules, name))
		return true;
	snprintf(text, sizeof text, "looking up %s", name);
	say_refused(p, text);
	return false;
}

void
net_learn(struct wasix_process *p, const char *name, const struct net_address *address)
{
	if (net_has_rules(p))
		net_rules_learn(p->net->rules, name, address);
}

/* --- life --- */

void
net_prepare_names(struct wasix_process *p)
{
	struct dns_config *nobody = NULL, *config = p->net->dns ? NULL : dns_config_read();

	if (config && !atomic_compare_exchange_strong(&p->net->dns, &nobody, config))
		dns_config_delete(config); /* another thread was first */
}

void
net_hold(struct wasix_process *p)
{
	if (p->granted[CAP_NET])
		sock_names_prepare(p);
	pthread_mutex_lock(&p->net->sock_names_lock);
	pthread_mutex_lock(&p->net->canonical_lock);
	if (net_has_rules(p))
		net_rules_hold(p->net->rules);
}

void
net_let_go(struct wasix_process *p)
{
	if (net_has_rules(p))
		net_rules_let_go(p->net->rules);
	pthread_mutex_unlock(&p->net->canonical_lock);
	pthread_mutex_unlock(&p->net->sock_names_lock);
}
