/* lookup.h -- lookup MODE NAME: what getaddrinfo and getnameinfo answer.
 *
 *   0 4 6   the addresses, by family     n   how many there are
 *   c       the canonical name             r   the name of an address
 *   h       what gethostbyname has     b   what gethostbyaddr has of an address
 *   q TYPE  the answer's records of this type, whole
 *   p PORT  whether its address may be connected to before and after it was looked up
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int
reach(const char *address, int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int s = socket(AF_INET, SOCK_STREAM, 0);

	inet_pton(AF_INET, address, &a.sin_addr);
	int e = connect(s, (struct sockaddr *)&a, sizeof a) ? errno : 0;
	close(s);
	return e;
}

static const char *
text_of(const struct addrinfo *i, char *buf)
{
	getnameinfo(i->ai_addr, i->ai_addrlen, buf, 100, NULL, 0, NI_NUMERICHOST);
	return buf;
}

static int
name_of(const char *address)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	char name[256];

	inet_pton(AF_INET, address, &a.sin_addr);
	int e = getnameinfo(
		(struct sockaddr *)&a, sizeof a, name, sizeof name, NULL, 0, NI_NAMEREQD);
	puts(e ? gai_strerror(e) : name);
	return 0;
}

static int
entry(const struct hostent *h)
{
	char text[100];

	if (!h) {
		puts(hstrerror(h_errno));
		return 0;
	}
	printf("%s", h->h_name);
	for (char **at = h->h_addr_list; *at; at++)
		printf(" %s", inet_ntop(h->h_addrtype, *at, text, sizeof text));
	puts("");
	return 0;
}

static int
records(const char *name, int type)
{
	unsigned char answer[1000];
	ns_msg m;
	ns_rr rr;

	int len = res_query(name, ns_c_in, type, answer, sizeof answer);
	if (len < 0 || ns_initparse(answer, len, &m)) {
		puts(hstrerror(h_errno));
		return 0;
	}
	for (int i = 0; i < ns_msg_count(m, ns_s_an); i++)
		if (ns_parserr(&m, ns_s_an, i, &rr) == 0)
			printf("%s %d %.*s\n", ns_rr_name(rr), ns_rr_type(rr), ns_rr_rdata(rr)[0],
				ns_rr_rdata(rr) + 1);
	return 0;
}

int
main(int argc, char **argv)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list;
	char mode = argv[1][0], buf[100];
	int port = mode == 'p' ? atoi(argv[3]) : 0, before = 0, count = 0;

	if (mode == 'r')
		return name_of(argv[2]);
	if (mode == 'h')
		return entry(gethostbyname2(argv[2], strchr(argv[2], '6') ? AF_INET6 : AF_INET));
	if (mode == 'b')
		return entry(gethostbyaddr(buf, inet_pton(AF_INET, argv[2], buf) * 4, AF_INET));
	if (mode == 'q')
		return records(argv[2], atoi(argv[3]));
	hints.ai_flags = mode == 'c' ? AI_CANONNAME : 0;
	hints.ai_family = mode == '4' ? AF_INET : mode == '6' ? AF_INET6 : AF_UNSPEC;
	if (mode == 'p')
		before = reach(strncmp(argv[2], "meta", 4) ? "127.0.0.1" : "169.254.169.254", port);
	int e = getaddrinfo(argv[2], NULL, &hints, &list);
	if (e) {
		puts(gai_strerror(e));
		return 0;
	}
	if (mode == 'c') {
		puts(list->ai_canonname);
		return 0;
	}
	/* IPv4 first, whatever the host's routes make of the order */
	if (mode == 'p')
		printf("before %d, after %d\n", before, reach(text_of(list, buf), port));
	else
		for (int family = 0; family < 2; family++)
			for (struct addrinfo *i = list; i; i = i->ai_next)
				if (i->ai_family == (family ? AF_INET6 : AF_INET) && ++count &&
					mode != 'n')
					printf("%s%s", count > 1 ? " " : "", text_of(i, buf));
	if (mode == 'n')
		printf("%d", count);
	if (mode != 'p')
		puts("");
	return 0;
}
