/* interface_request.c -- ioctl about interfaces, as older programs ask for them. The structures
 * have addresses and longs in them, so the guest's are shorter. */
#include "interfaces.h"

#include "guest.h"

#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <sys/ioctl.h>

/* struct ifreq and struct ifconf of the guest. */
struct guest_ifreq {
	char name[IFNAMSIZ];
	uint8_t value[16];
};

struct guest_ifconf {
	int32_t bytes;
	uint32_t list;
};

enum { INTERFACES_MAX = 1024 };

static int64_t
one(struct wasix_caller *c, int fd, uint32_t request, wasix_gptr argument)
{
	struct guest_ifreq guest;
	struct ifreq host = { 0 };

	if (guest_read(c, &guest, argument, sizeof guest))
		return -EFAULT;
	memcpy(&host, &guest, sizeof guest);
	if (ioctl(fd, request, &host) < 0)
		return -errno;
	return guest_write(c, argument, &host, sizeof guest) ? -EFAULT : 0;
}

/* As many as have room; without a list, how many bytes it would take. */
static int64_t
list_write(struct wasix_caller *c, const struct ifconf *host, struct guest_ifconf *guest)
{
	int32_t count = host->ifc_len / (int32_t)sizeof *host->ifc_req;
	int32_t room = guest->bytes / (int32_t)sizeof(struct guest_ifreq);

	if (guest->list && count > room)
		count = room;
	for (int32_t i = 0; guest->list && i < count; i++) {
		uint64_t at = guest->list + (uint64_t)i * sizeof(struct guest_ifreq);
		if (at > UINT32_MAX || guest_write(c, (wasix_gptr)at, &host->ifc_req[i],
					       sizeof(struct guest_ifreq)))
			return -EFAULT;
	}
	guest->bytes = count * (int32_t)sizeof(struct guest_ifreq);
	return 0;
}

static int64_t
list(struct wasix_caller *c, int fd, wasix_gptr argument)
{
	struct guest_ifconf guest;
	struct ifreq *all = calloc(INTERFACES_MAX, sizeof *all);
	struct ifconf host = { .ifc_len = INTERFACES_MAX * sizeof *all, .ifc_req = all };
	int64_t result = 0;

	if (!all)
		return -ENOMEM;
	if (guest_read(c, &guest, argument, sizeof guest))
		result = -EFAULT;
	else if (ioctl(fd, SIOCGIFCONF, &host) < 0)
		result = -errno;
	if (!result)
		result = list_write(c, &host, &guest);
	if (!result && guest_write(c, argument, &guest, sizeof guest))
		result = -EFAULT;
	free(all);
	return result;
}

int64_t
interfaces_request(struct wasix_caller *c, int fd, uint32_t request, wasix_gptr argument)
{
	if (!caller_process(c)->granted[CAP_NET])
		return -EACCES;
	return request == SIOCGIFCONF ? list(c, fd, argument) : one(c, fd, request, argument);
}
