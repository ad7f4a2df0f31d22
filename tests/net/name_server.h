/* name_server.h -- a name server for names_are_looked_up.sh, on a port of loopback that it
 * prints: the names of TABLE, over UDP and TCP. Standard error is told the questions. It ends after
 * a minute.
 *
 * With an address as its argument it stands there, at port 53, and knows the names of OWN. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { A = 1, CNAME = 5, PTR = 12, TXT = 16, AAAA = 28 };

struct entry {
	const char *name;
	int type;
	const char *value;
};

static const struct entry OWN[] = {
	{ "own.test", A, "127.0.0.1" },
	{ "7.7.7.7.in-addr.arpa", PTR, "seven.test" },
	{ NULL, 0, NULL },
};

static const struct entry TABLE[] = {
	{ "both.test", A, "1.2.3.4" },
	{ "both.test", AAAA, "1234::5" },
	{ "printer.corp.test", A, "5.6.7.8" },
	{ "half.test", A, "1.2.3.4" },
	{ "alias.test", CNAME, "canonical.test" },
	{ "alias.test", A, "1.1.1.1" },
	{ "forged.test", A, "1.2.3.4" },
	{ "here.test", A, "127.0.0.1" },
	{ "metadata.test", A, "169.254.169.254" },
	{ "text.test", TXT, "hello" },
	{ "six6.test", AAAA, "::66" },
	{ "long.test", A, "10.0.0.0" },
	{ "9.9.9.9.in-addr.arpa", PTR, "pointer.test" },
	{ NULL, 0, NULL },
};

static const struct entry *table = TABLE;

static size_t
put_name(uint8_t *at, const char *name)
{
	size_t n = 0;
	while (*name) {
		size_t len = strcspn(name, ".");
		at[n++] = (uint8_t)len;
		memcpy(at + n, name, len);
		n += len;
		name += len;
		name += *name == '.';
	}
	at[n++] = 0;
	return n;
}

static size_t
put_record(uint8_t *at, int type, const uint8_t *data, size_t len)
{
	uint8_t head[12] = { 0xc0, 12, 0, (uint8_t)type, 0, 1, 0, 0, 0, 1, (uint8_t)(len >> 8),
		(uint8_t)len };
	memcpy(at, head, 12);
	memcpy(at + 12, data, len);
	return 12 + len;
}

/* The answer's length; 0: none. */
static size_t
answer(uint8_t *p, size_t len, int tcp)
{
	char name[256] = "";
	size_t at = 12;
	int known = 0, count = 0;

	while (at < len && p[at]) {
		strncat(name, (char *)p + at + 1, p[at]);
		strcat(name, ".");
		at += p[at] + 1u;
	}
	name[strlen(name) - 1] = 0;
	int type = p[at + 2];
	fprintf(stderr, "%s %d\n", name, type);
	at += 5;
	memset(p + 6, 0, 6);
	p[2] |= 0x80;
	if (strcasecmp(name, "silent.test") == 0 ||
		(strcasecmp(name, "half.test") == 0 && type == AAAA))
		return 0;
	p[3] = strcasecmp(name, "broken.test") == 0 ? 2 : 3;
	for (const struct entry *e = table; e->name; e++) {
		uint8_t data[256];
		if (strcasecmp(name, e->name) != 0)
			continue;
		p[3] = 0;
		if (e->type != type && e->type != CNAME)
			continue;
		size_t n = type == A && e->type == A ? 4 : type == AAAA && e->type == AAAA ? 16 : 0;
		if (n)
			inet_pton(n == 4 ? AF_INET : AF_INET6, e->value, data);
		else
			n = put_name(data, e->value);
		int copies = strcmp(name, "long.test") == 0 ? 40 : 1;
		if (copies > 1 && !tcp) {
			p[2] |= 2; /* cut */
			copies = 0;
		}
		for (int k = 0; k < copies; k++, count++) {
			if (copies > 1)
				data[3] = (uint8_t)k;
			at += put_record(p + at, e->type, data, n);
		}
	}
	p[7] = (uint8_t)count;
	return at;
}

int
main(int argc, char **argv)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in from;
	socklen_t len = sizeof a;
	int t = socket(AF_INET, SOCK_STREAM, 0), u = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
	uint8_t p[4096];

	alarm(60);
	if (argc > 1) {
		table = OWN;
		inet_pton(AF_INET, argv[1], &a.sin_addr);
		a.sin_port = htons(53);
	}
	setsockopt(t, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(t, (struct sockaddr *)&a, sizeof a))
		return 1;
	getsockname(t, (struct sockaddr *)&a, &len);
	listen(t, 5);
	bind(u, (struct sockaddr *)&a, sizeof a);
	printf("%d\n", ntohs(a.sin_port));
	fclose(stdout);
	for (;;) {
		struct pollfd f[2] = { { t, POLLIN }, { u, POLLIN } };
		poll(f, 2, -1);
		if (f[1].revents) {
			len = sizeof from;
			ssize_t n = recvfrom(u, p, sizeof p, 0, (struct sockaddr *)&from, &len);
			if (n > 12 && memmem(p, (size_t)n, "forged", 6)) {
				/* first an answer with another number and an address that lies */
				uint8_t lie[4096];
				memcpy(lie, p, (size_t)n);
				lie[0] ^= 0xff;
				size_t m = answer(lie, (size_t)n, 0);
				lie[m - 1] = 66;
				sendto(u, lie, m, 0, (struct sockaddr *)&from, len);
			}
			size_t m = n > 12 ? answer(p, (size_t)n, 0) : 0;
			if (m)
				sendto(u, p, m, 0, (struct sockaddr *)&from, len);
		}
		if (f[0].revents) {
			int c = accept(t, NULL, NULL);
			ssize_t n = recv(c, p, sizeof p, 0);
			size_t m = n > 14 ? answer(p + 2, (size_t)n - 2, 1) : 0;
			p[0] = (uint8_t)(m >> 8);
			p[1] = (uint8_t)m;
			if (m)
				send(c, p, m + 2, MSG_NOSIGNAL);
			close(c);
		}
	}
}
