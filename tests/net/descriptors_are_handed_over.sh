# What --fd names is the guest's, and nothing else: a listening socket serves without --net, also behind exec and spawn, but leads nowhere else.
. "$SOURCE/tests/expect.sh"

cat >g.c <<'C'
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
extern char **environ;
#define SAY(call)                                                         \
	do {                                                              \
		errno = 0;                                                \
		long r_ = (long)(call);                                   \
		printf("%s %s\n", #call, r_ < 0 ? strerror(errno) : "ok"); \
	} while (0)
static void
serve(int fd)
{
	struct sockaddr_in a = { 0 };
	socklen_t len = sizeof a;
	int one = 1;
	char bytes[16];
	SAY(listen(fd, 5));
	int got = accept4(fd, (struct sockaddr *)&a, &len, SOCK_CLOEXEC);
	SAY(got);
	SAY(setsockopt(got, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
	SAY(getpeername(got, (struct sockaddr *)&a, &len));
	ssize_t n = recv(got, bytes, sizeof bytes, 0);
	SAY(send(got, bytes, (size_t)n, MSG_NOSIGNAL));
	close(got);
}
static void
reach(int fd)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct ip_mreq group = { .imr_multiaddr.s_addr = htonl(0xe0000001) };
	SAY(socket(AF_INET, SOCK_STREAM, 0));
	SAY(connect(fd, (struct sockaddr *)&a, sizeof a));
	SAY(bind(fd, (struct sockaddr *)&a, sizeof a));
	SAY(sendto(fd, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
	SAY(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
	SAY(listen(fd, 5));
}
int
main(int argc, char **argv)
{
	int fd = argc > 2 ? atoi(argv[2]) : 3, status;
	char byte;
	pid_t child;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (strcmp(argv[1], "serve") == 0)
		serve(fd);
	if (strcmp(argv[1], "reach") == 0)
		reach(fd);
	if (strcmp(argv[1], "exec") == 0)
		execl(argv[0], argv[0], "serve", argv[2], NULL);
	if (strcmp(argv[1], "spawn") == 0) {
		char *args[] = { argv[0], "serve", argv[2], NULL };
		SAY(-posix_spawn(&child, argv[0], NULL, NULL, args, environ));
		waitpid(child, &status, 0);
	}
	if (strcmp(argv[1], "file") == 0) {
		SAY(read(fd, &byte, 1));
		SAY(write(fd, "x", 1));
		SAY(ftruncate(fd, 0));
		SAY(fchmod(fd, 0777));
	}
	if (strcmp(argv[1], "walk") == 0)
		for (fd = 0; fd < 300; fd++)
			if (fcntl(fd, F_GETFD) >= 0)
				printf("%d ", fd);
	return 0;
}
C
"$WASIXCC" -w -D_GNU_SOURCE g.c -o g.wasm
"$WASIX" compile g.wasm
# hand.py KIND FLAGS -- ARGUMENTS: runs g.wasm with such a socket as descriptor 7, as inetd does also as 0, and asks whoever serves there
cat >hand.py <<'P'
import os, socket, subprocess, sys
kind, at = sys.argv[1], sys.argv.index("--")
ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "datagram" else socket.SOCK_STREAM)
if kind != "unnamed":
    ear.bind(("127.0.0.1", 0))
if kind in ("listening", "inetd"):
    ear.listen(5)
os.dup2(ear.fileno(), 7)
os.set_inheritable(7, True)
if kind == "inetd":
    os.dup2(ear.fileno(), 0)
run = subprocess.Popen([os.environ["WASIX"], "run", *sys.argv[2:at], "g.wasm", *sys.argv[at + 1:]], close_fds=False)
os.close(7)
if sys.argv[at + 1] != "reach" and sys.argv[at + 1] != "walk":
    talk = socket.create_connection(ear.getsockname(), timeout=20)
    ear.close()
    talk.sendall(b"hello")
    print("back:", talk.recv(16).decode(), flush=True)
sys.exit(run.wait())
P
export WASIX
status 0 python3 hand.py listening --fd=7:3 -- serve 3
says "back: hello"
[ "$(grep -c ' ok$' out)" = 5 ] || fail "the socket does not serve"
status 0 python3 hand.py listening --fd 7 --no-second-wall -- serve 7
[ "$(grep -c ' ok$' out)" = 5 ] || fail "the socket does not serve without the second wall"
status 0 python3 hand.py listening --fd 7:3 --dir=. -- exec 3
[ "$(grep -c ' ok$' out)" = 5 ] || fail "the socket does not serve behind exec"
status 0 python3 hand.py listening --fd 7:3 --dir=. -- spawn 3
[ "$(grep -c ' ok$' out)" = 6 ] || fail "the socket does not serve behind spawn"
status 0 python3 hand.py listening --fd 7:3 --net=ipv4:allow=192.0.2.1 -- serve 3
[ "$(grep -c ' ok$' out)" = 5 ] || fail "the rules of --net are asked about what was handed over"
status 0 python3 hand.py inetd --fd 0 -- serve 0
[ "$(grep -c ' ok$' out)" = 5 ] || fail "descriptor 0 does not serve"

# nothing else is reached by it, with the wall and without
for kind in listening datagram; do
	for wall in --fd=7:3 "--fd=7:3 --no-second-wall"; do
		status 0 python3 hand.py $kind $wall -- reach 3
		[ "$(grep -c 'Permission denied$' out)" = 5 ] || fail "a $kind socket leads elsewhere"
		grep -q 'socket was refused: it needs net (.*); --net grants it$' err || fail "the flag is not named"
	done
done
status 0 python3 hand.py unnamed --fd=7:3 -- reach 3
[ "$(grep -c 'Permission denied$' out)" = 6 ] || fail "a socket without a name listens"

# without the flag there is nothing above 2 but the root, and nothing serves
status 0 python3 hand.py listening -- walk
[ "$(cat out)" = "0 1 2 3 " ] || fail "descriptors that were not handed over are there"
status 0 python3 hand.py listening --fd 7:200 -- walk
[ "$(cat out)" = "0 1 2 3 200 " ] || fail "other descriptors than 200 are there"
status 0 "$WASIX" run --dir=. g.wasm serve 3 7</dev/null
grep -q 'accept4 was refused: it needs socket (.*); --fd grants it$' err || fail "the flag is not named"

# a file is what it was opened for
echo text >file
status 0 "$WASIX" run --fd 8 g.wasm file 8 8<file
[ "$(cut -d')' -f2 out | tr '\n' ';')" = ' ok; Bad file descriptor; Invalid argument; Read-only file system;' ] || fail "a file to read is changed"
status 0 "$WASIX" run --fd 8 g.wasm file 8 8<>file
[ "$(cut -d')' -f2 out | tr '\n' ';')" = ' ok; ok; ok; ok;' ] || fail "a file to write is not written"

# what cannot be handed over
status 126 "$WASIX" run --fd 8 g.wasm walk 8>&-
one_line "--fd '8': descriptor 8 was not handed to wasix"
status 126 "$WASIX" run --dir=. --trace=:trace --fd 3 g.wasm walk 3>&-
one_line "descriptor 3 was not handed to wasix"
status 126 "$WASIX" run --fd 8 --fd 8 g.wasm walk 8<file
one_line "or is named twice"
status 126 "$WASIX" run --fd 8 g.wasm walk 8<.
one_line "a directory is granted by mounting it"
status 126 "$WASIX" run --fd 8:1 g.wasm walk 8<file
one_line "0 to 2 are handed over as they are"
status 126 "$WASIX" run --fd 8:5 --fd 9:5 g.wasm walk 8<file 9<file
one_line "that number is taken"
status 126 "$WASIX" run --max-fds 20 --fd 8:20 g.wasm walk 8<file
one_line "the guest has numbers below 20"
for wrong in x 8: 8:x -1 8:-1 8:99999999999; do
	status 126 "$WASIX" run --fd=$wrong g.wasm walk 8<file
	one_line "HOST or HOST:GUEST is expected"
done
