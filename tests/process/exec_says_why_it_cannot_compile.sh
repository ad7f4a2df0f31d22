# exec of a module that is not compiled yet, where the compiler cannot be had: an errno that is not the module's fault, and a line that says why.
. "$SOURCE/tests/expect.sh"

cat >first.c <<'C'
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	while (access("go", F_OK) != 0)
		usleep(10000);
	for (int i = 1; i < argc; i++) {
		execl(argv[i], argv[i], (char *)0);
		printf("%s: %s\n", argv[i], strerror(errno));
	}
}
C
cat >second.c <<'C'
int main(void)
{
	return 0;
}
C
"$WASIXCC" -O1 first.c -o first.wasm && "$WASIXCC" -O1 second.c -o second.wasm
printf '\0asm\1\0\0\0\377\0' >broken.wasm
chmod +x broken.wasm

# a runtime of our own, whose compiler goes away after the first program was compiled
real=$(readlink -f "$WASIX")
mkdir -p own/bin own/lib/wasix
cp "$real" own/bin/wasix
cp "$(dirname "$real")/../lib/wasix/wasix-compile" own/lib/wasix/
WASIX_CACHE_DIR=$PWD/cache
export WASIX_CACHE_DIR
own/bin/wasix compile first.wasm
own/bin/wasix run --dir=. first.wasm ./second.wasm ./broken.wasm >out 2>err &
sleep 0.3
rm own/lib/wasix/wasix-compile
touch go
wait $!

says './second.wasm: Resource temporarily unavailable'
says './broken.wasm: Exec format error'
one_line 'wasix run: ./second.wasm could not be compiled: cannot start the compiler'
