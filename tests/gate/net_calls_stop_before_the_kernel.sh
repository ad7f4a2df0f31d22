# What is not granted, or what no rule allows, is nothing that the kernel sees: neither the call nor the name server's address.
. "$SOURCE/tests/gate/kernel.inc"

cat >g.c <<'END'
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
int main(int argc, char **argv)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(0x0a010203) };
	struct addrinfo *found;
	if (strcmp(argv[1], "none") == 0) return 0;
	int s = socket(AF_INET, SOCK_STREAM, 0), u = socket(AF_INET, SOCK_DGRAM, 0);
	connect(s, (struct sockaddr *)&a, sizeof a);
	bind(s, (struct sockaddr *)&a, sizeof a);
	listen(s, 1);
	sendto(u, "x", 1, 0, (struct sockaddr *)&a, sizeof a);
	a.sin_family = AF_UNSPEC;
	sendto(u, "x", 1, 0, (struct sockaddr *)&a, sizeof a);
	getaddrinfo("example.com", "80", NULL, &found);
}
END
guest g.c
watch denied -- all
kernel_did_not_see denied '^[0-9]+ +(socket|connect|bind|listen|sendto|sendmsg)\(.*(AF_INET|SOCK_|10\.1)'
watch ruled --net=ipv4:allow=127.0.0.1,dns:allow=localhost -- all
kernel_did_not_see ruled 'inet_addr..10\.1|sendto\(.*AF_UNSPEC, sa_data|listen\(|htons\(53\)'
grep -q 'socket(AF_INET' ruled.calls || fail "what the rules allow is not reached either"
