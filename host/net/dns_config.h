/* dns_config.h -- what dns_config.c read. */
#ifndef HOST_DNS_CONFIG_H
#define HOST_DNS_CONFIG_H

#include "dns.h"

#include <sys/socket.h>

enum {
	DNS_SERVERS_MAX = 3,
	DNS_LINE_MAX = 1024, /* of the hosts file; longer ones are passed over */
};

struct dns_server {
	struct sockaddr_storage address;
	socklen_t len;
};

struct dns_config {
	struct dns_server servers[DNS_SERVERS_MAX];
	size_t server_count;
	unsigned dots, timeout_s, attempts;
	char search[256];
	char *hosts; /* the file's text */
};

struct net_address;

/* One more, if there is room. */
void dns_config_add_server(struct dns_config *config, const struct net_address *address);

#endif
