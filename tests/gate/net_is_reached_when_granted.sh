# With --net no row that needs it answers NOTCAPABLE; those that are stubs answer NOTSUP (58), and the kernel sees nothing of those.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
watch nothing --net -- none
watch net --net -- NET
! grep ' 76$' out || fail "a row is refused in spite of --net"
! grep 'was refused' err || fail "a refusal is reported in spite of --net"
grep ' STUB ' out | cut -d' ' -f1 >stubs || true
while read -r row; do # each by itself, and one is enough for the trace
	watch stub --net -- "$row"
	all_answered STUB 58
	grep -qF "$row is not implemented yet" err || fail "$row is not announced"
	kernel_saw_the_same nothing stub
	break
done <stubs

# Under rules: what they allow reaches the kernel, what they do not is EACCES (13) before it does, by any call, and told once.
cat >rules.c <<'C'
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
static int fd;
static void
say(const char *what, int result)
{
	printf("%s %d\n", what, result < 0 ? errno : 0);
}
int
main(int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[1], "none") == 0)
		return 0;
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(9) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
	struct iovec iov = { "x", 1 };
	struct msghdr m = { .msg_name = &in, .msg_namelen = sizeof in, .msg_iov = &iov, .msg_iovlen = 1 };
	inet_pton(AF_INET, argv[1], &in.sin_addr);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	say("connect", connect(fd, (struct sockaddr *)&in, sizeof in));
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	say("datagram", connect(fd, (struct sockaddr *)&in, sizeof in));
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	say("sendto", sendto(fd, "x", 1, 0, (struct sockaddr *)&in, sizeof in));
	say("sendmsg", sendmsg(fd, &m, 0));
	say("bind", bind(fd, (struct sockaddr *)&in, sizeof in));
	in6.sin6_addr.s6_addr[10] = in6.sin6_addr.s6_addr[11] = 0xff; /* IPv4 in IPv6 */
	memcpy(in6.sin6_addr.s6_addr + 12, &in.sin_addr, 4);
	fd = socket(AF_INET6, SOCK_DGRAM, 0);
	say("mapped", connect(fd, (struct sockaddr *)&in6, sizeof in6));
}
C
guest rules.c
watch denied --net=ipv4:allow=127.0.0.1 -- 192.0.2.1
[ "$(cut -d' ' -f2 out | sort -u)" = 13 ] || fail "an address that no rule allows is reached"
kernel_did_not_see denied '(connect|bind|sendto|sendmsg)\([0-9]+, .*192\.0\.2\.1'
[ "$(grep -c 'no rule of --net allows it' err)" = 1 ] || fail "one line is expected"
watch allowed --net=ipv4:allow=127.0.0.1 -- 127.0.0.1
! grep ' 13$' out || fail "an address that a rule allows is refused"
[ "$(grep -cE '(connect|bind|sendto|sendmsg)\(.*127\.0\.0\.1' allowed.calls)" -ge 6 ] || fail "the kernel did not see what is allowed"
