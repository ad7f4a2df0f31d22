// RUN: --net
/* Each row of the table of options that is a number, on sockets of five kinds: set to 1, and read
 * back, with the answers of a native program. */
#include "say.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <unistd.h>

/* What one or the other C library lacks. */
#ifndef SO_RCVTIMEO_NEW
#define SO_RCVTIMEO_NEW 66
#define SO_SNDTIMEO_NEW 67
#endif
#ifndef SO_TIMESTAMP_NEW
#define SO_TIMESTAMP_NEW    63
#define SO_TIMESTAMPNS_NEW  64
#define SO_TIMESTAMPING_NEW 65
#endif
#ifndef IP_RECVERR_RFC4884
#define IP_RECVERR_RFC4884 26
#endif
#ifndef IPV6_RECVERR_RFC4884
#define IPV6_RECVERR_RFC4884 31
#endif
#ifndef IPV6_RECVFRAGSIZE
#define IPV6_RECVFRAGSIZE 77
#endif
#ifndef IPV6_MULTICAST_ALL
#define IPV6_MULTICAST_ALL 29
#endif
#ifndef TCP_TX_DELAY
#define TCP_TX_DELAY 37
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#define UDP_GRO     104
#endif

enum { GET, SET, BOTH };
enum { INT, BYTES, LINGER, TIME, GROUP, CRED };

static const struct {
	const char *name;
	int level, option, access, kind;
} ROWS[] = {
#define OPT(level, option, access, kind, abi) { #option, level, option, access, kind },
#include "../../host/net/sock_options.def"
};

/* What changes by itself. */
static int
is_steady(int option)
{
	return option != SO_INCOMING_CPU && option != SO_INCOMING_NAPI_ID && option != SO_ERROR;
}

int
main(void)
{
	static const int KINDS[][2] = { { AF_INET, SOCK_STREAM }, { AF_INET6, SOCK_STREAM },
		{ AF_INET, SOCK_DGRAM }, { AF_INET6, SOCK_DGRAM }, { AF_UNIX, SOCK_STREAM } };

	for (int k = 0; k < 5; k++)
		for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
			int fd = socket(KINDS[k][0], KINDS[k][1], 0), value = 1, first = -1,
			    second = -1, set = 0, get;
			socklen_t n = sizeof value;

			if (ROWS[i].kind == INT && is_steady(ROWS[i].option)) {
				get = getsockopt(fd, ROWS[i].level, ROWS[i].option, &first, &n)
					      ? errno
					      : 0;
				if (ROWS[i].access != GET)
					set = setsockopt(fd, ROWS[i].level, ROWS[i].option, &value,
						      sizeof value)
						      ? errno
						      : 0;
				n = sizeof second;
				getsockopt(fd, ROWS[i].level, ROWS[i].option, &second, &n);
				printf("%d %s: %d %d, %d %d in %d bytes\n", k, ROWS[i].name, get,
					first, set, second, (int)n);
			}
			close(fd);
		}
	return 0;
}
