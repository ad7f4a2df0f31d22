# A program that loads libraries, and what it loads, run in Wasmer as they are, and print there what they print here: functions, data,
# constructors in the order of need, exceptions of C, thread-local variables of both in several threads.
. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/peer/peer.inc"
cat >main.c <<'C'
#include <dlfcn.h>
#include <stdio.h>
int main_data = 3, (*main_pointer)(int);
int main_function(int x) { return x + main_data; }
int main(int argc, char **argv)
{
	void *library = dlopen(argv[1], RTLD_NOW);
	int (*run)(void) = library ? (int (*)(void))dlsym(library, "run") : NULL;
	if (!run)
		return 41;
	printf("%d %d\n", argc, run());
	return main_pointer ? main_pointer(1) : 1;
}
C
cat >base.c <<'C'
#include <stdio.h>
int base_data = 30;
static __thread int calls = 100;
__attribute__((constructor)) static void begin(void) { printf("base begins\n"); }
int base_function(int x) { return x + base_data + calls++; }
C
cat >test.c <<'C'
#include <dlfcn.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
extern int main_data, main_function(int), (*main_pointer)(int), base_data, base_function(int), nowhere(void) __attribute__((weak));
int *to_base = &base_data, (*of_base)(int) = base_function;
static __thread int own = 5;
static jmp_buf back;
__attribute__((constructor)) static void begin(void) { printf("test begins\n"); }
static int seven(int x) { return x + 6; }
static void *thread(void *argument)
{
	own += *(int *)argument;
	return (void *)(long)(own + base_function(0));
}
int run(void)
{
	pthread_t threads[3];
	int numbers[] = { 1, 2, 3 };
	void *result;
	main_data++;
	*to_base += 1;
	printf("%d %d %d %d\n", main_function(1), base_function(1), of_base(1), nowhere == NULL);
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, thread, &numbers[i]);
	for (int i = 0; i < 3; i++) {
		pthread_join(threads[i], &result);
		printf("thread: %ld\n", (long)result);
	}
	if (setjmp(back) == 0)
		longjmp(back, 1);
	else
		printf("own %d, again %d\n", own, dlopen("./libtest.so", RTLD_NOW) != NULL);
	main_pointer = seven;
	return own;
}
C
"$WASIXCC" -O1 -pie -rdynamic main.c -o main.wasm
"$WASIXCC" -O1 -fPIC -shared base.c -o libbase.so
"$WASIXCC" -O1 -fPIC -shared test.c -L. -lbase '-Wl,-rpath,$ORIGIN' -o libtest.so
status 7 "$WASIX" run --enable-threads --dir=.::/workspace --cwd=/workspace main.wasm ./libtest.so
mv out expected
status 7 python3 "$SOURCE/tests/peer/with_files_on_wasmer.py" main.wasm libbase.so libtest.so -- ./libtest.so
cmp expected out || fail "$(diff expected out)"
