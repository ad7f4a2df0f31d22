# A guest that starts many new programs at once has two compilers at work, whatever it asks for; what one has made another does not make again.
. "$SOURCE/tests/expect.sh"

cat >compiler <<C
#!/bin/sh
echo + >>"$PWD/log"
"$BUILD/lib/wasix/wasix-compile"
status=\$?
echo - >>"$PWD/log"
exit \$status
C
chmod +x compiler
cat >program.c <<'C'
#include <stdio.h>
int
main(void)
{
	return NUMBER < 0 ? puts("never") : 0;
}
C
mkdir in
for n in 1 2 3 4 5; do
	"$WASIXCC" -O1 -DNUMBER=$n program.c -o in/$n.wasm
done
cp in/5.wasm in/6.wasm
cp in/5.wasm in/7.wasm
export WASIX_CACHE_DIR="$PWD/cache" WASIX_COMPILER="$PWD/compiler"
mkdir -m 700 cache
# fork and exec, so that nobody waits for the one before
cat >fork.c <<'C'
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int
main(int argc, char **argv)
{
	int status, ended = 0;
	for (int i = 1; i < argc; i++)
		if (fork() == 0) {
			execl(argv[i], argv[i], NULL);
			_exit(9);
		}
	while (wait(&status) > 0)
		ended += status == 0;
	printf("%d\n", ended);
}
C
"$WASIXCC" -O1 fork.c -o fork.wasm
"$WASIX" compile fork.wasm
: >log
status 0 "$WASIX" run --dir=in::/p fork.wasm /p/1.wasm /p/2.wasm /p/3.wasm /p/4.wasm /p/5.wasm /p/6.wasm /p/7.wasm
says 7
[ "$(awk '/\+/ { n++; if (n > most) most = n } /-/ { n-- } END { print most }' log)" -le 2 ] || fail "more than two compilers at once: $(cat log)"
[ "$(grep -c + log)" -le 6 ] || fail "5 modules were compiled $(grep -c + log) times"
