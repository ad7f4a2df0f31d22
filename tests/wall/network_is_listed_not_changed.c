/* network_is_listed_not_changed.c -- with the network granted interfaces can be listed, but neither
 * changed, whoever runs us, nor can other traffic be seen. */
#include "wall.h"

#include <ifaddrs.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* What the kernel says to a new address of the loopback interface. */
static int
add_address(void)
{
	struct {
		struct nlmsghdr head;
		struct ifaddrmsg address;
		struct rtattr attribute;
		uint32_t value;
	} ask = { .head = { .nlmsg_len = sizeof ask,
			  .nlmsg_type = RTM_NEWADDR,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL },
		.address = { .ifa_family = AF_INET, .ifa_prefixlen = 32, .ifa_index = 1 },
		.attribute = { sizeof ask.attribute + sizeof ask.value, IFA_LOCAL },
		.value = htonl(0x7f4d0001) };
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
		char rest[200];
	} answer;
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	DEMAND(fd >= 0);
	DEMAND(sendto(fd, &ask, sizeof ask, 0, (struct sockaddr *)&kernel, sizeof kernel) ==
		sizeof ask);
	DEMAND(recv(fd, &answer, sizeof answer, 0) > 0);
	close(fd);
	return answer.head.nlmsg_type == NLMSG_ERROR ? -answer.error.error : 0;
}

int
main(void)
{
	struct ground g;
	struct ifaddrs *all;
	int status;

	need_filter();
	ground_make(&g);
	pid_t child = fork();
	DEMAND(child >= 0);
	if (child == 0) {
		wasix_process *p = enter(&g, "net");
		DEMAND(getifaddrs(&all) == 0 && all);
		freeifaddrs(all);
		DEMAND(add_address() == EPERM);
		DEMAND(socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG) < 0 && errno == EPERM);
		DEMAND(socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT) < 0 && errno == EPERM);
		DEMAND(socket(AF_PACKET, SOCK_RAW, 0) < 0 && errno == EPERM);
		wasix_process_delete(p);
		exit(0);
	}
	DEMAND(waitpid(child, &status, 0) == child);
	ground_remove(&g);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
