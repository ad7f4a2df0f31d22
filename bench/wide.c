/* wide.c -- products of 64-bit numbers that need 128 bits, as in cryptography and big numbers;
 * run.sh gives the guest -mwide-arithmetic.
 */
#include <stdint.h>
#include <stdio.h>

#define ROUNDS 200000000

typedef unsigned __int128 u128;

int
main(int argc, char **argv)
{
	uint64_t a = 0x9e3779b97f4a7c15 + (uint64_t)argc, b = a, sum = 0;

	(void)argv;
	for (int i = 0; i < ROUNDS; i++) {
		u128 product = (u128)a * b;
		a = (uint64_t)product ^ (uint64_t)(product >> 64);
		b += a;
		sum ^= (uint64_t)((((u128)sum << 64 | a) + product) >> 64);
	}
	printf("%llx\n", (unsigned long long)(a ^ sum));
}
