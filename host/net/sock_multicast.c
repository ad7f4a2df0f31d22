/* sock_multicast.c -- joining and leaving groups by the imports; the guest's libc sets options. */
#include "sock.h"

#include "guest.h"

static wasix_errno
change_v4(struct wasix_caller *c, uint32_t fd, int option, wasix_gptr group, wasix_gptr iface)
{
	struct ip_mreq r;

	GUEST_TRY(guest_read(c, &r.imr_multiaddr, group, sizeof r.imr_multiaddr));
	GUEST_TRY(guest_read(c, &r.imr_interface, iface, sizeof r.imr_interface));
	int e = sock_set_option(c, fd, IPPROTO_IP, option, &r, sizeof r);
	return e ? errno_to_wasi(-e) : ABI_ERRNO_SUCCESS;
}

static wasix_errno
change_v6(struct wasix_caller *c, uint32_t fd, int option, wasix_gptr group, uint32_t iface)
{
	struct ipv6_mreq r = { .ipv6mr_interface = iface };

	GUEST_TRY(guest_read(c, &r.ipv6mr_multiaddr, group, sizeof r.ipv6mr_multiaddr));
	int e = sock_set_option(c, fd, IPPROTO_IPV6, option, &r, sizeof r);
	return e ? errno_to_wasi(-e) : ABI_ERRNO_SUCCESS;
}

/* WASIX, sock_join_multicast_v4 */
wasix_errno
host_sock_join_multicast_v4(
	struct wasix_caller *c, uint32_t fd, wasix_gptr multiaddr, wasix_gptr iface)
{
	return change_v4(c, fd, IP_ADD_MEMBERSHIP, multiaddr, iface);
}

/* WASIX, sock_leave_multicast_v4 */
wasix_errno
host_sock_leave_multicast_v4(
	struct wasix_caller *c, uint32_t fd, wasix_gptr multiaddr, wasix_gptr iface)
{
	return change_v4(c, fd, IP_DROP_MEMBERSHIP, multiaddr, iface);
}

/* WASIX, sock_join_multicast_v6 */
wasix_errno
host_sock_join_multicast_v6(
	struct wasix_caller *c, uint32_t fd, wasix_gptr multiaddr, uint32_t iface)
{
	return change_v6(c, fd, IPV6_JOIN_GROUP, multiaddr, iface);
}

/* WASIX, sock_leave_multicast_v6 */
wasix_errno
host_sock_leave_multicast_v6(
	struct wasix_caller *c, uint32_t fd, wasix_gptr multiaddr, uint32_t iface)
{
	return change_v6(c, fd, IPV6_LEAVE_GROUP, multiaddr, iface);
}
