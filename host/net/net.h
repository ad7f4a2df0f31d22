/* net.h -- what --net=RULES and --map-port say, and what the host knows of the network that the
 * second wall would keep it from asking later. */
#ifndef HOST_NET_H
#define HOST_NET_H

#include "host.h"
#include "net_rules.h"

#include <sys/socket.h>

enum {
	SOCKADDR_IN6_MIN = 24, /* RFC 2133, without the scope: the kernel takes it */
	NET_NAME_BYTES = 256,  /* of a host's name with its NUL */
};

struct port_map {
	uint16_t host, guest;
};

struct dns_config;

struct net {
	struct net_rules *rules; /* NULL: everything */
	struct port_map *ports;
	size_t port_count;
	atomic_bool said;                    /* that a rule refused something */
	atomic_bool said_raw;                /* that there are no raw sockets */
	_Atomic(struct dns_config *) dns;    /* NULL: nobody asked yet */
	pthread_mutex_t sock_names_lock;     /* guards the pointer until it is set */
	struct sock_names_table *sock_names; /* NULL: not needed yet */
	pthread_mutex_t canonical_lock;      /* guards canonical */
	struct canonical_names *canonical;   /* of what was looked up last; NULL: nothing yet */
};

/* NULL: out of memory. */
struct net *net_new(void);
void net_delete(struct net *net);
/* Adds the rules of a text. */
wasix_result net_grant(struct wasix_process *p, const char *rules, wasix_error *err);

/* 0, or -EACCES for what the rules do not allow. type: SOCK_STREAM and so on. */
int net_check(struct wasix_process *p, enum net_way way, int type, const struct sockaddr *address,
	socklen_t len);
/* Whether a socket may listen where it is bound; ports are the guest's. */
int net_check_listen(struct wasix_process *p, const struct sockaddr *address, socklen_t len);
/* Says once that a destination needs net. */
void net_say_destination(struct wasix_process *p);
/* Says once that there are no raw sockets. */
void net_say_raw(struct wasix_process *p);
/* Whether there are rules at all. */
bool net_has_rules(const struct wasix_process *p);
/* Whether a name may be looked up; says so once if not. */
bool net_allows_name(struct wasix_process *p, const char *name);
void net_learn(struct wasix_process *p, const char *name, const struct net_address *address);

/* Ports by --map-port; others stay. In network order, as addresses hold them. */
uint16_t net_port_to_host(const struct wasix_process *p, uint16_t port);
uint16_t net_port_to_guest(const struct wasix_process *p, uint16_t port);

/* Notes the canonical name of a name that was looked up ("": its own), and tells it: bytes without
 * the NUL, 0 if it was not looked up lately. (canonical.c) */
void canonical_note(struct net *net, const char *name, const char *canonical);
size_t canonical_find(struct net *net, const char *name, char out[NET_NAME_BYTES]);

/* Reads the name servers for what comes after the wall. */
void net_prepare_names(struct wasix_process *p);
/* Names of Unix sockets are shared from now on with processes that are forked. (sock_names.c) */
void sock_names_prepare(struct wasix_process *p);
void sock_names_delete(struct sock_names_table *table);
/* Held across fork. */
void net_hold(struct wasix_process *p);
void net_let_go(struct wasix_process *p);

#endif
