# An interface that comes up and an address that is added while the guest runs: the next list has them.
. "$SOURCE/tests/expect.sh"

for tool in unshare ip; do
	command -v $tool >/dev/null || skip "$tool is not installed"
done
unshare -rn true 2>/dev/null || skip "namespaces of networks may not be made here"
cat >g.c <<'END'
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>

static void
list(void)
{
	struct ifaddrs *all;

	if (getifaddrs(&all))
		perror("getifaddrs");
	for (struct ifaddrs *i = all; i; i = i->ifa_next)
		if (i->ifa_addr && i->ifa_addr->sa_family == AF_INET)
			printf("%s %u ", inet_ntoa(((struct sockaddr_in *)i->ifa_addr)->sin_addr), if_nametoindex(i->ifa_name));
	printf("%u\n", if_nametoindex("new0"));
	fflush(stdout);
}

int
main(void)
{
	list();
	getchar();
	list();
}
END
"$WASIXCC" -O1 -w -D_GNU_SOURCE g.c -o g.wasm || fail wasixcc
"$WASIX" compile g.wasm
mkfifo go
cat >inside <<END
"$WASIX" run --net g.wasm <go >out 2>err &
exec 3>go
while [ ! -s out ]; do sleep 0.05; done
ip link set lo up
ip addr add 10.77.0.1/24 dev lo
ip link add new0 index 77 type dummy 2>dummy.err || echo none >no_dummy
echo >&3
wait
END
timeout 20 unshare -rn sh inside || fail "the guest did not end well"
[ "$(sed -n 1p out)" = 0 ] || fail "something is listed before there is any"
want='127.0.0.1 1 10.77.0.1 1 77'
[ ! -e no_dummy ] || want='127.0.0.1 1 10.77.0.1 1 0'
[ "$(sed -n 2p out)" = "$want" ] || {
	cat out err
	fail "the list is as it was at the start"
}
