/* hash.c -- integer kernel: an open-addressing hash table of 64-bit keys; multiplication, shifts,
 * random access. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SLOTS  (1u << 20)
#define KEYS   (SLOTS / 2)
#define ROUNDS 24

static uint64_t keys[SLOTS];
static uint32_t values[SLOTS];

static uint64_t
mix(uint64_t x)
{
	x ^= x >> 33;
	x *= 0xff51afd7ed558ccdu;
	x ^= x >> 33;
	x *= 0xc4ceb9fe1a85ec53u;
	return x ^ x >> 33;
}

static uint32_t
slot_of(uint64_t key)
{
	uint32_t slot = (uint32_t)mix(key) & (SLOTS - 1);

	while (keys[slot] && keys[slot] != key)
		slot = (slot + 1) & (SLOTS - 1);
	return slot;
}

int
main(void)
{
	uint64_t sum = 0;

	for (uint64_t round = 1; round <= ROUNDS; round++) {
		memset(keys, 0, sizeof keys);
		for (uint64_t i = 1; i <= KEYS; i++) {
			uint32_t slot = slot_of(i * round);
			keys[slot] = i * round;
			values[slot] = (uint32_t)i;
		}
		for (uint64_t i = 1; i <= KEYS; i++)
			sum += values[slot_of(i * round)];
	}
	printf("%llu\n", (unsigned long long)sum);
	return 0;
}
