/* sieve.c -- integer kernel: primes below 5 million, again and again; byte loads and stores, tight
 * loops. */
#include <stdio.h>
#include <string.h>

#define LIMIT  5000000
#define ROUNDS 20

static unsigned char composite[LIMIT + 1];

static unsigned
count_primes(void)
{
	unsigned count = 0;

	memset(composite, 0, sizeof composite);
	for (unsigned i = 2; i <= LIMIT; i++) {
		if (composite[i])
			continue;
		count++;
		for (unsigned long long j = (unsigned long long)i * i; j <= LIMIT; j += i)
			composite[j] = 1;
	}
	return count;
}

int
main(void)
{
	unsigned sum = 0;

	for (int round = 0; round < ROUNDS; round++)
		sum += count_primes();
	printf("%u\n", sum);
	return 0;
}
