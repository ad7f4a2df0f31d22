// EXPECT: 45491cd8ac7e76ba
// 128-bit integers with the instructions of -mwide-arithmetic and with what is natively there.
#include <stdint.h>
#include <stdio.h>

#ifdef __wasm__
#define WIDE __attribute__((target("wide-arithmetic"), noinline))
#else
#define WIDE __attribute__((noinline))
#endif

typedef unsigned __int128 u128;
typedef __int128 i128;

WIDE static u128
multiply(uint64_t a, uint64_t b)
{
	return (u128)a * b;
}

WIDE static i128
multiply_signed(int64_t a, int64_t b)
{
	return (i128)a * b;
}

WIDE static u128
add(u128 a, u128 b)
{
	return a + b;
}

WIDE static u128
subtract(u128 a, u128 b)
{
	return a - b;
}

int
main(void)
{
	static const uint64_t numbers[] = { 0, 1, 2, UINT64_MAX, INT64_MAX, (uint64_t)INT64_MIN,
		0x9e3779b97f4a7c15, 0xff51afd7ed558ccd };
	enum { COUNT = sizeof numbers / sizeof *numbers };
	u128 all = 1;

	for (int i = 0; i < COUNT; i++)
		for (int k = 0; k < COUNT; k++) {
			u128 product = multiply(numbers[i], numbers[k]);
			u128 other =
				(u128)multiply_signed((int64_t)numbers[i], (int64_t)numbers[k]);
			all = add(all, subtract(product * 3, other)) ^ all << 7;
			all = subtract(all, (u128)numbers[k] << 64 | numbers[i]);
		}
	printf("%016llx\n", (unsigned long long)(all >> 64 ^ all));
}
