# Functions, data and their addresses, from either side; constructors in the order of need; names that are found twice.
. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/dl/loader.inc"
cat >base.c <<'C'
#include <stdio.h>
int base_data = 5, order;
int base_function(int x) { return x * base_data; }
int (*base_address(void))(int) { return base_function; }
int twice_defined(void) { return 1; }
__attribute__((constructor)) static void begin(void) { order = order * 10 + 1; printf("base begins\n"); }
C
cat >test.c <<'C'
#include <dlfcn.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int main_data, main_function(int), (*main_pointer)(int);
extern int base_data, order, base_function(int), (*base_address(void))(int), twice_defined(void);
extern int nowhere(void) __attribute__((weak));
extern int nowhere_data __attribute__((weak));
int test_data = 42, *test_pointer = &test_data, *to_main = &main_data;
int (*of_main)(int) = main_function, (*of_base)(int) = base_function;
static char zeroes[100000];

int test_function(int x) { return x - 1; }
__attribute__((constructor)) static void begin(void) { order = order * 10 + 2; printf("test begins after base: %d\n", order); }
__attribute__((destructor)) static void end(void) { printf("test ends\n"); }

static int descending(const void *a, const void *b) { return *(const int *)b - *(const int *)a; }
static void at_exit(void) { printf("at exit\n"); }

int run(int argc, char **argv)
{
	int numbers[] = { 3, 1, 4, 1, 5, 9 }, sum = 0;

	printf("%d %s\n", argc, argv[0]);
	printf("functions %d %d %d\n", main_function(4), base_function(4), main_pointer(1));
	main_data++;
	base_data++;
	printf("data %d %d %d %d\n", main_function(4), base_function(4), *to_main, *test_pointer);
	printf("same addresses: %d %d %d %d\n", of_main == main_pointer, of_main == main_function, of_base == base_address(),
		to_main == dlsym(RTLD_DEFAULT, "main_data"));
	printf("weak ones are null: %d %d\n", nowhere == NULL, &nowhere_data == NULL);
	qsort(numbers, 6, sizeof *numbers, descending);
	for (int i = 0; i < 6; i++)
		printf("%d%c", numbers[i], i < 5 ? ' ' : '\n');
	for (size_t i = 0; i < sizeof zeroes; i++)
		sum += zeroes[i];
	memset(zeroes, 1, sizeof zeroes);
	printf("zeroes %d, %.3f\n", sum, sin(1));

	void *self = dlopen(argv[0], RTLD_NOW), *base = dlopen("./libbase.so", RTLD_LAZY | RTLD_GLOBAL), *program = dlopen(NULL, RTLD_NOW);
	printf("handles %d %d %d\n", self != NULL, base != NULL, program != NULL && program != self);
	printf("again the same: %d %d\n", self == dlopen(argv[0], RTLD_NOW), base == dlopen("././libbase.so", RTLD_NOW));
	int (*f)(int) = (int (*)(int))dlsym(self, "test_function");
	printf("by name %d %d %d\n", f == test_function, f(10), *(int *)dlsym(self, "test_data"));
	printf("in all %d %d\n", dlsym(RTLD_DEFAULT, "base_function") == (void *)base_function, dlsym(program, "main_function") == (void *)main_function);
	printf("missing %d: %s\n", dlsym(base, "not there") == NULL, strstr(dlerror(), "undefined symbol"));
	printf("said once: %d\n", dlerror() == NULL);
	printf("missing %d: %s\n", dlopen("./nowhere.so", RTLD_NOW) == NULL, dlerror());
	printf("missing %d: %s\n", dlopen("nowhere.so", RTLD_NOW) == NULL, dlerror());
	printf("not loaded %d\n", dlopen("./libother.so", RTLD_NOW | RTLD_NOLOAD) == NULL);
	void *other = dlopen("./libother.so", RTLD_NOW);
	printf("first defined wins: %d, other's own %d\n", twice_defined(), ((int (*)(void))dlsym(other, "twice_defined"))());
	printf("closed %d\n", dlclose(base));
	printf("calls on %d\n", base_function(2));
	errno = 0;
	printf("errno %d", fopen("nowhere", "r") != NULL);
	printf(" %d\n", errno == ENOENT);
	atexit(at_exit);
	return 7;
}
C
cat >other.c <<'C'
int twice_defined(void) { return 2; }
C
library base
library test -lbase '-Wl,-rpath,$ORIGIN' -lm
library other
both loader ./libtest.so
says 'test begins after base: 12'
"$WASIX" inspect guest/libtest.so >out
says 'dynamic library'
says 'needs     libbase.so'
says 'in        $ORIGIN'
