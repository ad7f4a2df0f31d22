/* socket_address.h -- struct sockaddr and the ABI's address, for hosts that have no more than the
 * ABI. */
#ifndef SYS_SOCKET_ADDRESS_H
#define SYS_SOCKET_ADDRESS_H

#include "imports.h"

#include <sys/socket.h>

/* 0 or -errno: EINVAL for a length that lies, EAFNOSUPPORT for what the ABI cannot say. */
hidden long __wasix_address_to_abi(long address, long length, struct abi_addr_port *out);
/* Cuts to *length and stores the full length there, as the kernel does. address may be 0. */
hidden void __wasix_address_from_abi(
	const struct abi_addr_port *in, long address, socklen_t *length);
/* As __wasix_result, but what was not granted is EACCES, as behind a firewall. */
hidden long __wasix_net_result(uint32_t error);

#endif
