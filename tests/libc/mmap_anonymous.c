// EXPECT: zero 1 page aligned 1
// EXPECT: reused zero 1
// EXPECT: grown keeps 1
// EXPECT: shrunk 1
// EXPECT: fixed 1
// EXPECT: errors 22 22
// EXPECT: protect 0 0
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static int
all(const unsigned char *p, size_t n, unsigned char v)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != v)
			return 0;
	return 1;
}

static unsigned char *
map(size_t n)
{
	return mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

int
main(void)
{
	unsigned char *p = map(100000);
	printf("zero %d page aligned %d\n", all(p, 100000, 0), (uintptr_t)p % 4096 == 0);
	memset(p, 7, 100000);
	munmap(p, 100000);
	p = map(50000);
	unsigned char *q = map(50000);
	printf("reused zero %d\n", all(p, 50000, 0) && all(q, 50000, 0));
	memset(p, 9, 50000);
	p = mremap(p, 50000, 300000, MREMAP_MAYMOVE);
	printf("grown keeps %d\n", all(p, 50000, 9) && all(p + 53248, 240000, 0));
	p = mremap(p, 300000, 4096, 0);
	printf("shrunk %d\n", all(p, 4096, 9));
	unsigned char *r = mmap(p, 4096, PROT_READ | PROT_WRITE, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	printf("fixed %d\n", r == p && all(p, 4096, 0));
	int e1 = mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
	int e2 = munmap(p + 1, 4096) ? errno : 0;
	printf("errors %d %d\n", e1, e2);
	printf("protect %d %d\n", mprotect(p, 4096, PROT_READ), madvise(p, 4096, MADV_NORMAL));
}
