// RUN: --net --dir=.
// EXPECT: http 80 tcp
// EXPECT: domain 53 udp
// EXPECT: domain 53 tcp
// EXPECT: none
// EXPECT: none
// EXPECT: http 80 tcp
// EXPECT: domain 53 udp
// EXPECT: none
// EXPECT: tcp 6
// EXPECT: udp 17
// EXPECT: ipv6-icmp 58
// EXPECT: none
// EXPECT: several protocols
// EXPECT: (null) http: 127.0.0.1:80/1
// EXPECT: (null) domain: 127.0.0.1:53/1 127.0.0.1:53/2
// EXPECT: (null) only-udp: 127.0.0.1:4321/2
// EXPECT: (null) 8080: 127.0.0.1:8080/1
// EXPECT: (null) 8080: 0.0.0.0:8080/1
// EXPECT: 10.0.0.1 80: 10.0.0.1:80/2
// EXPECT: ::1 80: [::1]:80/1
// EXPECT: 10.0.0.1 80: [::ffff:10.0.0.1]:80/1
// EXPECT: fe80::1%1 80: [fe80::1]:80/1 scope 1
// EXPECT: localhost 80: Name does not resolve
// EXPECT: ::1 80: Name does not resolve
// EXPECT: (null) nothing: Unrecognized service
// EXPECT: (null) http: Name does not resolve
// EXPECT: (null) (null): Name does not resolve
// EXPECT: ::1 80: Unrecognized address family or invalid length
// EXPECT: ::1 80: Invalid flags
// EXPECT: 127.0.0.1 http
// EXPECT: 127.0.0.1 80
// EXPECT: 127.0.0.1 only-udp
// EXPECT: Overflow
// EXPECT: Name does not resolve
// EXPECT: fe80::1%lo 9
// EXPECT: Unrecognized address family or invalid length
// NATIVE: no, the host has names of its own
/* Names of services are those of the guest's /etc/services, names of protocols are built in;
 * getaddrinfo and getnameinfo without a name server. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void
service(struct servent *s)
{
	if (!s) {
		puts("none");
		return;
	}
	printf("%s %d %s\n", s->s_name, ntohs((uint16_t)s->s_port), s->s_proto);
}

static void
protocol(struct protoent *p)
{
	if (!p) {
		puts("none");
		return;
	}
	printf("%s %d\n", p->p_name, p->p_proto);
}

static void
addresses(const char *node, const char *name, int family, int type, int flags)
{
	struct addrinfo hints = { .ai_family = family, .ai_socktype = type, .ai_flags = flags };
	struct addrinfo *list = NULL;
	char text[100];

	int e = getaddrinfo(node, name, &hints, &list);
	printf("%s %s:", node ? node : "(null)", name ? name : "(null)");
	if (e) {
		printf(" %s\n", gai_strerror(e));
		return;
	}
	for (struct addrinfo *i = list; i; i = i->ai_next) {
		struct sockaddr_in *four = (struct sockaddr_in *)i->ai_addr;
		struct sockaddr_in6 *six = (struct sockaddr_in6 *)i->ai_addr;
		bool is_six = i->ai_family == AF_INET6;
		inet_ntop(i->ai_family, is_six ? (void *)&six->sin6_addr : &four->sin_addr, text,
			sizeof text);
		printf(is_six ? " [%s]:%d/%d" : " %s:%d/%d", text,
			ntohs(is_six ? six->sin6_port : four->sin_port), i->ai_socktype);
		if (is_six && six->sin6_scope_id)
			printf(" scope %u", (unsigned)six->sin6_scope_id);
	}
	puts("");
	freeaddrinfo(list);
}

static void
names(const struct sockaddr *a, socklen_t len, socklen_t room, int flags)
{
	char host[100] = "", name[100] = "";

	int e = getnameinfo(a, len, host, room, name, sizeof name, flags);
	if (e)
		puts(gai_strerror(e));
	else
		printf("%s %s\n", host, name);
}

int
main(void)
{
	static const char SERVICES[] = "# a comment\n"
				       "http\t\t80/tcp\t\twww www-http # WorldWideWeb\n"
				       "domain 53/tcp\ndomain 53/udp\n"
				       "broken\nonly-udp 4321/udp\n";
	struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons(80) };
	struct sockaddr_in6 six = {
		.sin6_family = AF_INET6, .sin6_port = htons(9), .sin6_scope_id = 1
	};

	alarm(20);
	mkdir("/etc", 0777);
	int fd = open("/etc/services", O_CREAT | O_WRONLY, 0666);
	write(fd, SERVICES, sizeof SERVICES - 1);
	close(fd);

	service(getservbyname("http", "tcp"));
	service(getservbyname("domain", "udp"));
	service(getservbyname("domain", NULL));
	service(getservbyname("http", "udp"));
	service(getservbyname("80", "tcp"));
	service(getservbyport(htons(80), "tcp"));
	service(getservbyport(htons(53), "udp"));
	service(getservbyport(htons(81), "tcp"));
	protocol(getprotobyname("tcp"));
	protocol(getprotobynumber(17));
	protocol(getprotobyname("ipv6-icmp"));
	protocol(getprotobyname("nothing"));
	int count = 0;
	setprotoent(0);
	while (getprotoent())
		count++;
	endprotoent();
	puts(count > 10 ? "several protocols" : "hardly a protocol");

	addresses(NULL, "http", AF_INET, SOCK_STREAM, 0);
	addresses(NULL, "domain", AF_INET, 0, 0);
	addresses(NULL, "only-udp", AF_INET, 0, 0);
	addresses(NULL, "8080", AF_INET, SOCK_STREAM, 0);
	addresses(NULL, "8080", AF_INET, SOCK_STREAM, AI_PASSIVE);
	addresses("10.0.0.1", "80", AF_UNSPEC, SOCK_DGRAM, AI_NUMERICHOST | AI_NUMERICSERV);
	addresses("::1", "80", AF_UNSPEC, SOCK_STREAM, 0);
	addresses("10.0.0.1", "80", AF_INET6, SOCK_STREAM, AI_V4MAPPED);
	addresses("fe80::1%1", "80", AF_INET6, SOCK_STREAM, 0);
	addresses("localhost", "80", AF_INET, SOCK_STREAM, AI_NUMERICHOST);
	addresses("::1", "80", AF_INET, SOCK_STREAM, 0);
	addresses(NULL, "nothing", AF_INET, SOCK_STREAM, 0);
	addresses(NULL, "http", AF_INET, SOCK_STREAM, AI_NUMERICSERV);
	addresses(NULL, NULL, AF_INET, SOCK_STREAM, 0);
	addresses("::1", "80", 77, SOCK_STREAM, 0);
	addresses("::1", "80", AF_INET6, SOCK_STREAM, 0x10000);

	four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	names((struct sockaddr *)&four, sizeof four, 100, NI_NUMERICHOST);
	names((struct sockaddr *)&four, sizeof four, 100, NI_NUMERICHOST | NI_NUMERICSERV);
	four.sin_port = htons(4321);
	names((struct sockaddr *)&four, sizeof four, 100, NI_NUMERICHOST | NI_DGRAM);
	names((struct sockaddr *)&four, sizeof four, 5, NI_NUMERICHOST);
	four.sin_addr.s_addr = inet_addr("127.8.8.8");
	names((struct sockaddr *)&four, sizeof four, 100, NI_NAMEREQD | NI_NUMERICHOST);
	inet_pton(AF_INET6, "fe80::1", &six.sin6_addr);
	names((struct sockaddr *)&six, sizeof six, 100, NI_NUMERICHOST | NI_NUMERICSERV);
	names((struct sockaddr *)&six, 10, 100, NI_NUMERICHOST);
	return 0;
}
