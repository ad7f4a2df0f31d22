// EXPECT: aligned 1
// EXPECT: zeroed 1
// EXPECT: kept 1
// EXPECT: 64 4096 1
// EXPECT: huge refused 1 12
// EXPECT: overflow refused 1
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main(void)
{
	int aligned = 1, zeroed = 1, kept = 1;
	void *blocks[200];
	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < 200; i++) {
			size_t n = (size_t)(i * 37 + round * 101) % 9000 + 1;
			blocks[i] = malloc(n);
			aligned &= (uintptr_t)blocks[i] % 16 == 0;
			memset(blocks[i], i, n);
		}
		for (int i = 0; i < 200; i++)
			free(blocks[(i * 7) % 200]);
	}
	unsigned char *z = calloc(3, 70000);
	for (int i = 0; i < 210000; i++)
		zeroed &= z[i] == 0;
	free(z);
	unsigned char *p = NULL;
	for (size_t n = 1; n < 3000000; n = n * 3 + 1) {
		p = realloc(p, n);
		kept &= n == 1 || p[0] == 'k';
		p[0] = 'k';
	}
	free(p);
	printf("aligned %d\nzeroed %d\nkept %d\n", aligned, zeroed, kept);
	void *q;
	int r = posix_memalign(&q, 64, 100);
	void *s = aligned_alloc(4096, 8192);
	printf("%d %d %d\n", (uintptr_t)q % 64 ? 0 : 64, (uintptr_t)s % 4096 ? 0 : 4096,
		r == 0 && malloc_usable_size(q) >= 100);
	errno = 0;
	volatile size_t most = SIZE_MAX / 2 + 1;
	void *volatile t = malloc(most);
	printf("huge refused %d %d\n", !t, errno);
	void *volatile u = calloc(most, 16);
	printf("overflow refused %d\n", !u);
}
