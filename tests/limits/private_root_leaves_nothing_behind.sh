# The root is empty at each start and has no name on the host, even if the guest is killed.
. "$SOURCE/tests/expect.sh"

cat >root.c <<'C'
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void)
{
	struct dirent *e;
	DIR *d = opendir("/");
	while (d && (e = readdir(d)))
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			printf("%s\n", e->d_name);
	if (mkdir("/wasix-left-behind", 0700) || open("/wasix-left-behind/f", O_CREAT | O_WRONLY, 0600) < 0)
		perror("mkdir");
	puts("made");
	fflush(stdout);
	pause();
	return 0;
}
C
"$WASIXCC" root.c -o root.wasm
"$WASIX" compile root.wasm
mkdir tmp data
for run in 1 2; do
	TMPDIR=$PWD/tmp "$WASIX" run --dir=data::/data root.wasm >out 2>err &
	guest=$!
	for wait in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		! grep -q made out || break
		sleep 0.1
	done
	kill -KILL $guest
	wait $guest || true
	[ "$(cat out)" = "data
dev
proc
made" ] || {
		! grep -q "Read-only" err || skip "no private root here"
		fail "the root is not empty"
	}
	[ -z "$(find tmp data -mindepth 1)" ] || fail "something is left behind"
done
! grep -q wasix-left-behind /proc/self/mountinfo || fail "a mount is left behind"
