/* mix.h -- 4096 blocks that live a while, of sizes that programs ask for: mostly below 200 bytes, some up to 8 KiB, few up to 100 KiB; both ends of each are written. */
#include <stdint.h>
#include <stdlib.h>

enum { SLOTS = 4096 };

static size_t
mix_size(uint32_t r)
{
	uint32_t kind = r >> 24;

	if (kind < 240)
		return 8 + (r & 0xff) % 192;
	if (kind < 255)
		return 200 + (r & 0x1fff);
	return 8192 + (r & 0x1ffff) % 100000;
}

static uint32_t
mix_next(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	return *state ^= *state << 5;
}

/* 0, or 1 where there is no memory */
static int
mix(int rounds)
{
	char **block = calloc(SLOTS, sizeof *block);
	uint32_t state = 12345;

	for (int i = 0; i < rounds; i++) {
		char **b = &block[mix_next(&state) % SLOTS];
		size_t n = mix_size(mix_next(&state));
		free(*b);
		if (!(*b = malloc(n)))
			return 1;
		(*b)[0] = (*b)[n - 1] = 1;
	}
	for (int i = 0; i < SLOTS; i++)
		free(block[i]);
	free(block);
	return 0;
}
