// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: ok
/* Every read-modify-write instruction in every width, by four threads at once; memory.grow, setjmp
 * and allocation meanwhile. */
#include <pthread.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, ROUNDS = 20000 };
static int failed;
static _Atomic int go;

#define WIDTH(bits)                                                                                \
	static struct {                                                                            \
		_Alignas(64) uint##bits##_t sum,                                                   \
			difference, exclusive, united, both, lock, cas, before;                    \
		uint##bits##_t plain, tokens[THREADS + 1], after;                                  \
	} w##bits;                                                                                 \
	static void work##bits(int self)                                                           \
	{                                                                                          \
		uint##bits##_t token = self + 1;                                                   \
		for (int i = 0; i < ROUNDS; i++) {                                                 \
			__atomic_fetch_add(&w##bits.sum, 3, 5);                                    \
			__atomic_fetch_sub(&w##bits.difference, 5, 5);                             \
			__atomic_fetch_xor(&w##bits.exclusive, (uint##bits##_t)(i * 7 + self), 5); \
			__atomic_fetch_or(                                                         \
				&w##bits.united, (uint##bits##_t)1 << (self + i % 2 * 4), 5);      \
			__atomic_fetch_and(                                                        \
				&w##bits.both, (uint##bits##_t) ~((uint##bits##_t)1 << self), 5);  \
			uint##bits##_t old = __atomic_load_n(&w##bits.cas, 5);                     \
			while (!__atomic_compare_exchange_n(&w##bits.cas, &old, old + 9, 0, 5, 5)) \
				;                                                                  \
			token = __atomic_exchange_n(&w##bits.tokens[i % (THREADS + 1)], token, 5); \
			while (__atomic_exchange_n(&w##bits.lock, 1, 5))                           \
				sched_yield();                                                     \
			w##bits.plain += 1;                                                        \
			__atomic_store_n(&w##bits.lock, 0, 5);                                     \
		}                                                                                  \
		__atomic_fetch_add(&w##bits.before, token, 5); /* each token is somewhere */       \
	}                                                                                          \
	static void check##bits(void)                                                              \
	{                                                                                          \
		uint##bits##_t exclusive = 0, tokens = w##bits.before;                             \
		for (int self = 0; self < THREADS; self++)                                         \
			for (int i = 0; i < ROUNDS; i++)                                           \
				exclusive ^= (uint##bits##_t)(i * 7 + self);                       \
		for (int i = 0; i <= THREADS; i++)                                                 \
			tokens += w##bits.tokens[i];                                               \
		if (w##bits.sum != (uint##bits##_t)(THREADS * ROUNDS * 3) ||                       \
			w##bits.difference != (uint##bits##_t)(-THREADS * ROUNDS * 5) ||           \
			w##bits.exclusive != exclusive || w##bits.united != 0xff ||                \
			w##bits.both != (uint##bits##_t) ~0xf || tokens != 1 + 2 + 3 + 4 ||        \
			w##bits.cas != (uint##bits##_t)(THREADS * ROUNDS * 9) ||                   \
			w##bits.plain != (uint##bits##_t)(THREADS * ROUNDS) || w##bits.after)      \
			failed = bits;                                                             \
	}
WIDTH(8)
WIDTH(16) WIDTH(32) WIDTH(64)

	static void jump(jmp_buf to, int n)
{
	if (n == 0)
		longjmp(to, 5);
	jump(to, n - 1);
}

static void *
work(void *p)
{
	int self = (int)(intptr_t)p;
	char *mine[8];

	go++;
	while (go < THREADS)
		;
	work8(self);
	work16(self);
	work32(self);
	work64(self);
	for (int i = 0; i < 200; i++) {
		jmp_buf to;
		int got = setjmp(to);
		if (!got)
			jump(to, 3);
		if (got != 5)
			failed = 1;
	}
	for (int round = 0; round < 20; round++) {
#ifdef __wasm__
		if (__builtin_wasm_memory_grow(0, 1) == (size_t)-1)
			failed = 2;
#endif
		for (int i = 0; i < 8; i++) {
			mine[i] = malloc(20000 + i * 30000);
			if (!mine[i]) {
				failed = 4;
				return p;
			}
			memset(mine[i], self * 16 + i, 20000 + i * 30000);
		}
		for (int i = 0; i < 8; i++) {
			for (int k = 0; k < 20000 + i * 30000; k += 999)
				if (mine[i][k] != (char)(self * 16 + i))
					failed = 3;
			free(mine[i]);
		}
	}
	return p;
}

int
main(void)
{
	pthread_t t[THREADS];

	w8.both = w16.both = w32.both = w64.both = -1;
	for (int i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, work, (void *)(intptr_t)i);
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	check8();
	check16();
	check32();
	check64();
	if (failed)
		printf("failed %d\n", failed);
	else
		puts("ok");
	return failed;
}
