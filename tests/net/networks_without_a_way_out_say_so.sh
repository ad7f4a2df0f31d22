# On a machine with loopback alone: what leads elsewhere is unreachable, natively and in the guest, at once; so is the name server; and the server that
# found out still serves.
. "$SOURCE/tests/expect.sh"

unshare -rn true 2>/dev/null || skip "no network namespace can be made"
cat >c.c <<'C'
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SAY(call) errno = 0, printf("%s: ", #call), printf((call) < 0 ? "errno %d\n" : "ok\n", errno)

static union {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
} a;
static socklen_t len;

static void
address(const char *text)
{
	memset(&a, 0, sizeof a);
	int six = strchr(text, ':') != NULL;
	a.any.sa_family = six ? AF_INET6 : AF_INET;
	a.in.sin_port = htons(9);
	inet_pton(a.any.sa_family, text, six ? (void *)&a.in6.sin6_addr : &a.in.sin_addr);
	len = six ? sizeof a.in6 : sizeof a.in;
}

static void
away(const char *text)
{
	struct iovec v = { "x", 1 };
	struct mmsghdr m[2] = { 0 };
	struct pollfd p = { .events = POLLOUT };

	address(text);
	puts(text);
	int s = socket(a.any.sa_family, SOCK_STREAM, 0), u = socket(a.any.sa_family, SOCK_DGRAM, 0);
	SAY(connect(s, &a.any, len));
	close(s);
	s = socket(a.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	SAY(connect(s, &a.any, len));
	p.fd = s;
	printf("poll %d", poll(&p, 1, 0));
	printf(" %x\n", p.revents);
	SAY(sendto(s, "x", 1, MSG_NOSIGNAL, &a.any, len));
	SAY(sendto(u, "x", 1, 0, &a.any, len));
	for (int i = 0; i < 2; i++)
		m[i].msg_hdr = (struct msghdr){ .msg_name = &a, .msg_namelen = len, .msg_iov = &v, .msg_iovlen = 1 };
	SAY(sendmmsg(u, m, 2, 0));
	SAY(connect(u, &a.any, len));
	SAY(send(u, "x", 1, 0));
	SAY(bind(u, &a.any, len));
	close(s), close(u);
}

int
main(int argc, char **argv)
{
	char b[3] = "";

	alarm(20);
	if (argc > 1) { /* a name */
		struct addrinfo *list, hints = { .ai_socktype = SOCK_STREAM };
		puts(gai_strerror(getaddrinfo(argv[1], "80", &hints, &list)));
		return 0;
	}
	address("127.0.0.1");
	a.in.sin_port = 0;
	int l = socket(AF_INET, SOCK_STREAM, 0);
	SAY(bind(l, &a.any, len));
	SAY(listen(l, 3));
	struct sockaddr_in server = { 0 };
	getsockname(l, (struct sockaddr *)&server, &len);
	away("198.51.100.7");
	away("2001:db8::7");
	away("224.0.0.77");
	away("255.255.255.255");
	int s = socket(AF_INET, SOCK_STREAM, 0);
	SAY(connect(s, (struct sockaddr *)&server, sizeof server));
	int c = accept(l, NULL, NULL);
	SAY(send(s, "ok", 2, 0));
	SAY(recv(c, b, 2, MSG_WAITALL));
	puts(b);
	return 0;
}
C
"$NATIVE_CC" -O1 -w -D_GNU_SOURCE c.c -o c || fail "the native compiler"
"$WASIXCC" -O1 -w -D_GNU_SOURCE c.c -o c.wasm || fail wasixcc
"$WASIX" compile c.wasm
printf 'nameserver 198.51.100.53\noptions timeout:1 attempts:1\n' >resolv.conf
: >hosts
export WASIX_RESOLV_CONF=$PWD/resolv.conf WASIX_HOSTS=$PWD/hosts

# alone COMMAND...: where loopback is all there is
alone() {
	unshare -rn sh -c 'ip link set lo up || exit 77; exec "$@"' sh "$@"
}
alone ./c >native || skip "loopback cannot be brought up"
alone "$WASIX" run --net c.wasm >guest || fail "the guest"
diff native guest || fail "native answers (<) differ from the guest's (>)"
grep -q 'errno 101' native || fail "there is a way out"
status 0 alone timeout 10 "$WASIX" run --net c.wasm name.test
says 'Try again'
