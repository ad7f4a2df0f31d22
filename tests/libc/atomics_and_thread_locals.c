// EXPECT: 3 1 8
// EXPECT: local 5 6
#include <stdatomic.h>
#include <stdio.h>

static _Thread_local int local = 5;

int
main(void)
{
	atomic_int a = 1;
	_Atomic long long b = 3;
	atomic_fetch_add(&a, 2);
	int expected = 3;
	_Bool swapped = atomic_compare_exchange_strong(&a, &expected, 3);
	atomic_fetch_add(&b, 5);
	printf("%d %d %lld\n", a, swapped, b);
	int before = local++;
	printf("local %d %d\n", before, local);
}
