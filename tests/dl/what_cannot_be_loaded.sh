# Each file that is no library, or lacks something, gives a message and no handle, and the program goes on.
. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/dl/loader.inc"
cat >undefined.c <<'C'
extern int nowhere_data;
int function(void) { return nowhere_data; }
C
cat >uncalled.c <<'C'
extern int nowhere(int);
int function(int x) { return x ? nowhere(x) : 5; }
C
cat >wrong.c <<'C'
extern long long main_function(double);
int function(void) { return (int)main_function(1); }
C
cat >needy.c <<'C'
extern int gone(void);
int function(void) { return gone(); }
C
cat >gone.c <<'C'
int gone(void) { return 1; }
C
cat >traps.c <<'C'
__attribute__((constructor)) static void begin(void) { __builtin_trap(); }
C
cat >test.c <<'C'
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char bytes[1 << 16];
static size_t size;

static void write_file(const char *name, size_t count)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0 || write(fd, bytes, count) != (ssize_t)count)
		abort();
	close(fd);
}

/* Cut anywhere, and with a byte of its header changed. */
static void spoiled(void)
{
	int loaded = 0, refused = 0;
	char name[32];
	int fd = open("libuncalled.so", O_RDONLY);
	size = (size_t)read(fd, bytes, sizeof bytes);
	close(fd);
	for (size_t cut = 0; cut < 140 && cut < size; cut += cut < 12 ? 1 : 7) {
		snprintf(name, sizeof name, "./cut%zu.so", cut);
		write_file(name, cut);
		dlopen(name, RTLD_NOW) ? loaded++ : refused++;
	}
	printf("cut: %d loaded, %d refused\n", loaded, refused > 20);
	loaded = refused = 0;
	for (size_t at = 8; at < 80; at++) { /* dylink.0 and what follows */
		snprintf(name, sizeof name, "./changed%zu.so", at);
		bytes[at] ^= 0x55;
		write_file(name, size);
		bytes[at] ^= 0x55;
		dlopen(name, RTLD_NOW) ? loaded++ : refused++;
	}
	printf("changed: %d\n", refused > 40);
}

static void try(const char *name)
{
	void *handle = dlopen(name, RTLD_NOW);
	printf("%s: %s\n", name, handle ? "loaded" : dlerror());
}

int run(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "spoil") == 0) {
		spoiled();
		return 0;
	}
	for (int i = 1; i < argc; i++)
		try(argv[i]);
	void *uncalled = dlopen("./libuncalled.so", RTLD_NOW);
	int (*function)(int) = (int (*)(int))dlsym(uncalled, "function");
	printf("not called: %d\n", function(0));
	fflush(stdout);
	return argc > 1 ? 0 : function(1);
}
C
for name in undefined uncalled wrong gone traps test; do
	"$WASIXCC" -O1 -fPIC -shared $name.c -o guest/lib$name.so
done
"$WASIXCC" -O1 -fPIC -shared needy.c -Lguest -lgone -o guest/libneedy.so
mv guest/libgone.so outside.so
hello
cp hello.wasm guest/libhello.so
mkdir guest/directory.so
echo text >guest/text.so
: >guest/empty.so
ln -s ../../outside.so guest/link.so
run="$WASIX run --dir=guest::/w --cwd=/w guest/loader.wasm"

status 0 $run ./libtest.so ./libundefined.so ./libwrong.so ./libneedy.so ./libhello.so ./directory.so ./text.so ./empty.so ./link.so \
	"$PWD/outside.so" ../outside.so ''
for line in './libundefined.so: ./libundefined.so: undefined symbol: nowhere_data' \
	'./libwrong.so: symbol main_function has another type in the program' \
	'./libneedy.so: libgone.so: cannot open shared object file: No such file or directory' \
	'./libhello.so: is no dynamic library' './directory.so: cannot open shared object file: Permission denied' \
	'./text.so: ' './empty.so: ' './link.so: cannot open' "$PWD/outside.so: cannot open shared object file: No such file" \
	'not called: 5'; do
	says "$line"
done
! grep -q ': loaded' out || fail "something was loaded"

# called all the same: a trap that says what is missing, as a fault natively
status 134 $run ./libtest.so
says 'not called: 5'
grep -q 'undefined symbol: nowhere' err || fail "no word of the symbol"

# a constructor that traps ends the program; so does one that exits
status 134 $run ./libtraps.so
grep -q 'unreachable' err || fail "no trap"

# spoiled files
status 0 "$WASIX" run --dir=guest::/w --cwd=/w guest/loader.wasm ./libtest.so spoil
says 'cut: 0 loaded, 1 refused'
says 'changed: 1'

# a static program, and one without a library's rights to files
"$WASIXCC" -O1 loader.c -o static.wasm
status 41 "$WASIX" run --dir=guest::/w --cwd=/w static.wasm ./libtest.so
says './libtest.so: dynamic loading is not supported'
status 41 "$WASIX" run guest/loader.wasm ./libtest.so
says 'cannot open shared object file'
status 126 "$WASIX" run guest/libtest.so
