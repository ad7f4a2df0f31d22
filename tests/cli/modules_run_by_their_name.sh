. "$SOURCE/tests/expect.sh"

status 2 "$WASIX" binfmt
status 0 "$WASIX" binfmt --print
grep -qE '^:wasix:M::\\x00asm\\x01\\x00\\x00\\x00::/.*/wasix-exec:$' out || fail "not what the kernel takes"

cat >m.c <<END
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv)
{
	FILE *f = fopen("m.c", "r");
	for (int i = 1; i < argc; i++)
		printf("%s ", argv[i]);
	printf("%s %s\n", f ? "file" : "no-file", getenv("SECRET") ? "env" : "no-env");
	return 5;
}
END
"$WASIXCC" m.c -o m.wasm
SECRET=1
export SECRET

# what the kernel would start; flags in the module's arguments, or its name, grant nothing
exec=$(dirname "$WASIX")/wasix-exec
status 5 "$exec" "$PWD/m.wasm" --dir=. --forward-host-env
says "--dir=. --forward-host-env no-file no-env"
cp m.wasm ./--dir=.
status 5 "$exec" --dir=. x
says "x no-file no-env"

# the kernel itself, in a namespace where the registration is ours alone (Linux 6.7)
cat >inside.sh <<'END'
set -e
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
[ ! -e /proc/sys/fs/binfmt_misc/wasix ]
[ ! -d /etc/binfmt.d ] || mount -t tmpfs tmpfs /etc/binfmt.d
echo ready
"$WASIX" binfmt --install
"$WASIX" binfmt --install # again
[ ! -d /etc/binfmt.d ] || cat /etc/binfmt.d/wasix.conf
status=0
./m.wasm --dir=. || status=$?
"$WASIX" binfmt --remove
"$WASIX" binfmt --remove
[ ! -e /proc/sys/fs/binfmt_misc/wasix ] || status=1
[ ! -e /etc/binfmt.d/wasix.conf ] || status=1
exit $status
END
chmod +x m.wasm
unshare -Urm sh inside.sh >out 2>err && fail "status 0" || inside=$?
grep -q ready out || skip "no binfmt_misc in a namespace"
[ "$inside" = 5 ] || fail "exit status $inside, expected 5"
says "--dir=. no-file no-env"
