// RUN: --net
// EXPECT: ok
// NATIVE: no, raw imports
/* port_*: the addresses that getifaddrs lists, the routes of the main table; what would change them
 * is NOTSUP. */
#include "../host/raw.h"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/socket.h>

static int
addresses_listed(void)
{
	struct ifaddrs *all;
	int count = 0;

	if (getifaddrs(&all))
		return -1;
	for (struct ifaddrs *i = all; i; i = i->ifa_next)
		count += i->ifa_addr &&
			 (i->ifa_addr->sa_family == AF_INET || i->ifa_addr->sa_family == AF_INET6);
	freeifaddrs(all);
	return count;
}

static void
list_addresses(void)
{
	static const unsigned char LOOPBACK[] = { 127, 0, 0, 1 };
	struct abi_addr_cidr found[64] = { 0 };
	abi_usize room = 64, none = 0, loopback = 0;

	OK(wasix_port_addr_list(found, &room));
	TRUE((int)room == addresses_listed());
	for (abi_usize i = 0; i < room; i++)
		loopback += found[i].tag == ABI_ADDRESS_FAMILY_INET4 &&
			    memcmp(found[i].u.inet4.addr.octs, LOOPBACK, 4) == 0 &&
			    found[i].u.inet4.prefix == 8;
	TRUE(loopback == 1);
	EXPECT(OVERFLOW, wasix_port_addr_list(found, &none));
	TRUE(none == room);
	EXPECT(FAULT, wasix_port_addr_list((void *)-8, &room));
	EXPECT(FAULT, wasix_port_addr_list(found, (void *)-2));
}

static void
list_routes(void)
{
	struct abi_route found[64] = { 0 };
	abi_usize room = 64, none = 0;

	OK(wasix_port_route_list(found, &room));
	for (abi_usize i = 0; i < room && i < 64; i++) {
		TRUE(found[i].cidr.tag == found[i].via_router.tag);
		TRUE(found[i].cidr.tag == ABI_ADDRESS_FAMILY_INET4
				? found[i].cidr.u.inet4.prefix <= 32
				: found[i].cidr.u.inet6.prefix <= 128);
		TRUE(found[i].expires_at.tag == ABI_OPTION_NONE);
	}
	if (room) {
		EXPECT(OVERFLOW, wasix_port_route_list(found, &none));
		TRUE(none == room);
	}
	EXPECT(FAULT, wasix_port_route_list(found, (void *)-2));
}

int
main(void)
{
	struct abi_addr_cidr cidr = { .tag = ABI_ADDRESS_FAMILY_INET4 };
	struct abi_addr address = { .tag = ABI_ADDRESS_FAMILY_INET4 };
	struct abi_option_timestamp never = { .tag = ABI_OPTION_NONE };

	list_addresses();
	list_routes();
	EXPECT(FAULT, wasix_port_mac((void *)-2) == ABI_ERRNO_NOTSUP ? ABI_ERRNO_FAULT
								     : wasix_port_mac((void *)-2));
	EXPECT(NOTSUP, wasix_port_bridge("x", 1, "y", 1, 0));
	EXPECT(NOTSUP, wasix_port_unbridge());
	EXPECT(NOTSUP, wasix_port_dhcp_acquire());
	EXPECT(NOTSUP, wasix_port_addr_add(&cidr));
	EXPECT(NOTSUP, wasix_port_addr_remove(&address));
	EXPECT(NOTSUP, wasix_port_addr_clear());
	EXPECT(NOTSUP, wasix_port_gateway_set(&address));
	EXPECT(NOTSUP, wasix_port_route_add(&cidr, &address, &never, &never));
	EXPECT(NOTSUP, wasix_port_route_remove(&address));
	EXPECT(NOTSUP, wasix_port_route_clear());
	return done();
}
