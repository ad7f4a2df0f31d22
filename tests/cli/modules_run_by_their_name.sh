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

# the kernel itself, where that may be tried
[ "$(id -u)" = 0 ] && [ -w /proc/sys/fs/binfmt_misc/register ] || exit 0
[ ! -e /proc/sys/fs/binfmt_misc/wasix ] || exit 0
"$WASIX" binfmt --install || exit 0
trap '"$WASIX" binfmt --remove' EXIT
chmod +x m.wasm
status 5 ./m.wasm --dir=.
says "--dir=. no-file no-env"
