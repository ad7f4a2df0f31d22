/* interfaces.h -- the host's network interfaces and routes, as they are now. */
#ifndef HOST_INTERFACES_H
#define HOST_INTERFACES_H

#include "host.h"

#include <stddef.h>

/* The links, then their addresses; to be freed. NULL with errno. */
struct abi_net_interface *interfaces_read(size_t *count);

struct interfaces_route {
	uint8_t family, prefix;
	bool has_router; /* else the net is on the link itself */
	uint8_t net[16], router[16];
};

/* Routes of the main table; returns how many there are, though no more than room are stored, or
 * -errno. */
int64_t interfaces_routes(struct interfaces_route *out, size_t room);

/* The requests of ioctls.def about interfaces, to a socket of the host: 0 or -errno.
 * (interface_request.c) */
int64_t interfaces_request(struct wasix_caller *c, int fd, uint32_t request, wasix_gptr argument);

#endif
