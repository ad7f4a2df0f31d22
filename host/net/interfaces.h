/* interfaces.h -- the host's network interfaces, as the guest sees them. */
#ifndef HOST_INTERFACES_H
#define HOST_INTERFACES_H

#include "types.h"

#include <stddef.h>

/* The links, then their addresses; to be freed. NULL with errno. */
struct abi_net_interface *interfaces_read(size_t *count);

#endif
