/* vectors.c -- what a program that names its vectors gets: bytes looked for, dot products of 16-bit
 * numbers and of floats, a blur of bytes. Vectors are the compilers' own extension, so that the
 * same source becomes SSE natively and simd128 in a module (run.sh gives it -msimd128).
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define BYTES  (1 << 16)
#define ROUNDS 20000

typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef int16_t i16x8 __attribute__((vector_size(16)));
typedef int32_t i32x4 __attribute__((vector_size(16)));
typedef float f32x4 __attribute__((vector_size(16)));
typedef uint64_t u64x2 __attribute__((vector_size(16)));

static union {
	uint8_t bytes[BYTES];
	u8x16 u8[BYTES / 16];
	i16x8 i16[BYTES / 16];
	f32x4 f32[BYTES / 16];
} a, b;

__attribute__((noinline)) static int
find(uint8_t wanted)
{
	u8x16 all = wanted - (u8x16){ 0 };

	for (int i = 0; i < BYTES / 16; i++) {
		u64x2 same = (u64x2)(a.u8[i] == all);
		if (same[0] | same[1])
			return i;
	}
	return -1;
}

__attribute__((noinline)) static int
dot(void)
{
	i32x4 sum = { 0 };

	for (int i = 0; i < BYTES / 16; i++) {
		i16x8 product = a.i16[i] * b.i16[i];
		sum += (i32x4)product;
	}
	return sum[0] + sum[1] + sum[2] + sum[3];
}

__attribute__((noinline)) static float
float_dot(void)
{
	f32x4 sum = { 0 };

	for (int i = 0; i < BYTES / 16; i++)
		sum += a.f32[i] * b.f32[i];
	return sum[0] + sum[1] + sum[2] + sum[3];
}

__attribute__((noinline)) static void
blur(void)
{
	for (int i = 1; i < BYTES / 16 - 1; i++) {
		u8x16 before, after;
		memcpy(&before, a.bytes + 16 * i - 1, 16);
		memcpy(&after, a.bytes + 16 * i + 1, 16);
		b.u8[i] = (before >> 2) + (a.u8[i] >> 1) + (after >> 2);
	}
}

int
main(void)
{
	double sum = 0;

	for (int i = 0; i < BYTES; i++)
		a.bytes[i] = (uint8_t)(i % 63);
	for (int round = 0; round < ROUNDS; round++) {
		a.bytes[round] ^= 1;
		blur();
		sum += find(200) + dot() % 1000;
		sum += float_dot() > 0;
	}
	printf("%.0f\n", sum);
}
