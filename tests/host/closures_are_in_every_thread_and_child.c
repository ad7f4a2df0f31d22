// RUN: --enable-threads --volume=../guest.wasm:/bin/self:ro
// CFLAGS: -pthread -Wl,--growable-table
// EXPECT: ok
// NATIVE: no, raw imports
/* one made in a thread is called in threads that ran before and in those that come later, also on
 * threads of the host that had run another; each thread's calls use its own stack. A child of fork
 * has copies, a program that it executes has none. */
#include "raw.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

static _Atomic uint32_t closure, stop;
static uint32_t factor = 3;

static void
times(const void *values, void *results, void *data)
{
	*(uint32_t *)results = *(const uint32_t *)values * *(uint32_t *)data;
}

static uint32_t
call(uint32_t n)
{
	return ((uint32_t (*)(uint32_t))(uintptr_t)closure)(n);
}

static void
make(void)
{
	static const uint8_t i[] = { 0 };
	uint32_t c;

	OK(wasix_closure_allocate(&c));
	OK(wasix_closure_prepare((uint32_t)(uintptr_t)times, c, i, 1, i, 1, &factor));
	closure = c;
}

static void *
makes(void *unused)
{
	make();
	return NULL;
}

/* Spins in compiled code until there is one. */
static void *
calls(void *argument)
{
	uint32_t n = (uint32_t)(uintptr_t)argument, wrong = 0;

	while (!closure)
		;
	for (uint32_t k = 0; k < 20000; k++)
		wrong += call(n + k) != (n + k) * 3;
	return (void *)(uintptr_t)wrong;
}

/* While others call one, entries come and go, and change their types. */
static void *
churns(void *unused)
{
	static const uint8_t i[] = { 0, 1, 2, 3 };

	while (!stop) {
		uint32_t c[40];
		for (int k = 0; k < 40; k++) {
			OK(wasix_closure_allocate(&c[k]));
			OK(wasix_closure_prepare((uint32_t)(uintptr_t)times, c[k], i,
				(uint32_t)k % 5, i, (uint32_t)k % 3, &factor));
		}
		for (int k = 0; k < 40; k++)
			OK(wasix_closure_free(c[k]));
	}
	return NULL;
}

static void
join(pthread_t thread)
{
	void *wrong = NULL;

	TRUE(pthread_join(thread, &wrong) == 0 && !wrong);
}

static int
after_exec(uint32_t before)
{
	static const uint8_t i[] = { 0 };

	EXPECT(INVAL, wasix_closure_prepare((uint32_t)(uintptr_t)times, before, i, 1, i, 1, NULL));
	EXPECT(INVAL, wasix_call_dynamic(before, i, 0, NULL, 0, 0));
	make();
	TRUE(call(6) == 18);
	return failures ? 1 : 42;
}

int
main(int argc, char **argv)
{
	pthread_t early[2], maker, churner, late[4];
	int status = 0;

	if (argc > 1)
		return after_exec((uint32_t)atoi(argv[1]));
	for (uintptr_t k = 0; k < 2; k++)
		TRUE(pthread_create(&early[k], NULL, calls, (void *)(k * 1000)) == 0);
	TRUE(pthread_create(&maker, NULL, makes, NULL) == 0);
	join(maker);
	TRUE(call(5) == 15);
	TRUE(pthread_create(&churner, NULL, churns, NULL) == 0);
	for (uintptr_t k = 0; k < 4; k++)
		TRUE(pthread_create(&late[k], NULL, calls, (void *)(k * 7)) == 0);
	for (int k = 0; k < 2; k++)
		join(early[k]);
	for (int k = 0; k < 4; k++)
		join(late[k]);
	pid_t pid = fork();
	if (pid == 0) {
		factor = 5;
		uint32_t first = call(2);
		make();
		char number[16];
		snprintf(number, sizeof number, "%u", closure);
		if (first == 10 && call(3) == 15)
			execl("/bin/self", "self", number, NULL);
		_exit(1);
	}
	TRUE(pid > 0 && waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 42);
	stop = 1;
	join(churner);
	TRUE(call(4) == 12);
	return done();
}
