// CFLAGS: -fno-builtin
// EXPECT: wrong 0
/* Functions on strings against plain loops, for all places in a word and with the last byte of memory as the end: what is read beyond it traps. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>

enum { SPACE = 4096, LONGEST = 70 };

static int wrong;
static uint32_t state = 2463534242;

static uint32_t
next(void)
{
	state ^= state << 13;
	state ^= state >> 17;
	return state ^= state << 5;
}

static void
expect(int good, const char *what, size_t n)
{
	if (!good && wrong++ < 20)
		printf("%s, length %zu\n", what, n);
}

/* Two pages behind which there is nothing. */
static char *
end_of_memory(void)
{
#ifdef __wasm__
	size_t at = __builtin_wasm_memory_grow(0, 1);
	return at == (size_t)-1 ? NULL : (char *)((at + 1) * 65536);
#else
	char *p = mmap(NULL, 3 * SPACE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED || mprotect(p + 2 * SPACE, SPACE, PROT_NONE) ? NULL : p + 2 * SPACE;
#endif
}

static int
sign(int n)
{
	return (n > 0) - (n < 0);
}

static int
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static int
plain_compare(const char *a, const char *b, size_t n, int fold)
{
	for (; n; n--, a++, b++) {
		int x = fold ? lower(*a) : (unsigned char)*a, y = fold ? lower(*b) : (unsigned char)*b;
		if (x != y || !x)
			return sign(x - y);
	}
	return 0;
}

static const void *
plain_find(const char *s, int c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == (char)c)
			return s + i;
	return NULL;
}

static const void *
plain_find_last(const char *s, int c, size_t n)
{
	while (n--)
		if (s[n] == (char)c)
			return s + n;
	return NULL;
}

static size_t
plain_span(const char *s, const char *set, int in)
{
	size_t n = 0;

	while (s[n] && (plain_find(set, s[n], strlen(set)) != NULL) == in)
		n++;
	return n;
}

static const char *
plain_find_string(const char *s, const char *needle)
{
	for (;; s++) {
		size_t i = 0;
		while (needle[i] && s[i] == needle[i])
			i++;
		if (!needle[i])
			return s;
		if (!*s)
			return NULL;
	}
}

/* Needles that are there, that are not, and those that nearly are at many places. */
static void
search_string(const char *s, size_t n)
{
	static const char *const NEEDLES[] = { "", "a", "z", "ab", "aaa", "aab", "bab", "baab", "abababa", "\xff", "\x80z", "b\x80", "aaaaaaaaaaaaab" };
	char needle[24];

	for (size_t i = 0; i < sizeof NEEDLES / sizeof *NEEDLES; i++)
		expect(strstr(s, NEEDLES[i]) == plain_find_string(s, NEEDLES[i]), "strstr", n);
	size_t at = next() % (n + 1), len = next() % 20;
	snprintf(needle, sizeof needle, "%.*s", (int)len, s + at);
	expect(strstr(s, needle) == plain_find_string(s, needle), "strstr of a part", n);
	expect(strstr(s, strcat(needle, "a")) == plain_find_string(s, needle), "strstr of a part and more", n);
}

/* Nearly there at each place. */
static void
search_hard(void)
{
	static char s[3000], needle[300];

	memset(s, 'a', sizeof s - 1);
	memset(needle, 'a', 200);
	needle[200] = 'b';
	expect(strstr(s, needle) == NULL, "strstr of what is nearly there", sizeof s);
	s[2900] = 'b';
	expect(strstr(s, needle) == s + 2700, "strstr of what is nearly there", sizeof s);
}

static void
search(const char *s, size_t n)
{
	static const char *const SETS[] = { "", "a", "ab", "zab", "\xff\x80zb", "aabz", "abyz\x80", "abcdefghijklmnopqrstuvwxyz" };
	static const char CHARS[] = { 'a', 'b', 'z', 0, '\x80', '\xff', 1 };

	expect(strlen(s) == n, "strlen", n);
	expect(strnlen(s, n) == n && strnlen(s, n / 2) == n / 2 && strnlen(s, -1) == n, "strnlen", n);
	for (size_t i = 0; i < sizeof CHARS; i++) {
		int c = CHARS[i];
		const char *first = plain_find(s, c, n + 1);
		expect(memchr(s, c, n + 1) == first, "memchr", n);
		expect(memchr(s, c, n) == plain_find(s, c, n), "memchr before the end", n);
		expect(strchr(s, c) == first, "strchr", n);
		expect(strchrnul(s, c) == (first ? first : s + n), "strchrnul", n);
		expect(strrchr(s, c) == plain_find_last(s, c, n + 1), "strrchr", n);
		expect(memrchr(s, c, n) == plain_find_last(s, c, n), "memrchr", n);
		if (first)
			expect(memchr(s, c, SIZE_MAX) == first, "memchr without a limit", n);
	}
	for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
		expect(strspn(s, SETS[i]) == plain_span(s, SETS[i], 1), "strspn", n);
		expect(strcspn(s, SETS[i]) == plain_span(s, SETS[i], 0), "strcspn", n);
	}
}

static void
compare(const char *a, const char *b, size_t n)
{
	static const size_t LIMITS[] = { 0, 1, 7, 8, 9, 40, SIZE_MAX };

	expect(sign(strcmp(a, b)) == plain_compare(a, b, -1, 0), "strcmp", n);
	expect(sign(strcasecmp(a, b)) == plain_compare(a, b, -1, 1), "strcasecmp", n);
	for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
		expect(sign(strncmp(a, b, LIMITS[i])) == plain_compare(a, b, LIMITS[i], 0), "strncmp", n);
		expect(sign(strncasecmp(a, b, LIMITS[i])) == plain_compare(a, b, LIMITS[i], 1), "strncasecmp", n);
	}
}

/* Into the middle of a space full of '#', of which the rest stays. */
static void
copy(const char *s, size_t n)
{
	static char to[200];
	static const size_t LIMITS[] = { 0, 1, 5, 8, 20, 71, 100 };
	size_t shift = next() % 16 + 16;
	char *p = to + shift;

	memset(to, '#', sizeof to);
	expect(stpcpy(p, s) == p + n && memcmp(p, s, n + 1) == 0 && p[-1] == '#' && p[n + 1] == '#', "stpcpy", n);
	for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
		size_t most = LIMITS[i], len = n < most ? n : most;
		memset(to, '#', sizeof to);
		int good = stpncpy(p, s, most) == p + len && memcmp(p, s, len) == 0 && p[-1] == '#' && p[most] == '#';
		for (size_t k = len; k < most; k++)
			good &= p[k] == 0;
		expect(good, "stpncpy", n);
		memset(to, '#', sizeof to);
		size_t limit = n + 1 < most ? n + 1 : most;
		char *z = plain_find(s, 'z', limit) ? p + ((char *)plain_find(s, 'z', limit) - s) + 1 : NULL;
		expect(memccpy(p, s, 'z', limit) == z && p[z ? (size_t)(z - p) : limit] == '#', "memccpy", n);
	}
}

static void
make(char *s, size_t n)
{
	static const char CHARS[] = "aaaabbAABzZ[@\x80\xff\xc1\x01";

	for (size_t i = 0; i < n; i++)
		s[i] = next() % 16 ? "ab"[next() % 2] : CHARS[next() % (sizeof CHARS - 1)];
	s[n] = 0;
}

/* Both move over each other's bytes. */
static void
move(void)
{
	static char is[400], shall[400];

	for (int i = 0; i < 400; i++)
		is[i] = shall[i] = (char)next();
	size_t from = next() % 200, to = next() % 200, n = next() % 200;
	char between[200];
	for (size_t i = 0; i < n; i++)
		between[i] = shall[from + i];
	for (size_t i = 0; i < n; i++)
		shall[to + i] = between[i];
	expect(memmove(is + to, is + from, n) == is + to && memcmp(is, shall, 400) == 0, "memmove", n);
	for (size_t i = 0; i < n; i++)
		shall[from + i] = (char)n;
	expect(memset(is + from, (int)(n + 256), n) == is + from && memcmp(is, shall, 400) == 0, "memset", n);
}

int
main(void)
{
	char *end = end_of_memory();
	static char other[2 * LONGEST + 40] __attribute__((aligned(16)));

	if (!end)
		return 2;
	for (size_t n = 0; n <= LONGEST; n++) {
		for (int round = 0; round < 40; round++) {
			/* at the end, or across two pages */
			char *s = (round % 4 ? end : end - SPACE + next() % (n + 1)) - n - 1;
			char *b = other + next() % 16;
			make(s, n);
			search(s, n);
			search_string(s, n);
			copy(s, n);
			strcpy(b, s);
			compare(s, b, n);
			if (n)
				b[next() % n] ^= next() % 2 ? 32 : 1 << next() % 8;
			compare(s, b, n);
			compare(b, s, n);
			make(b, next() % (n + 1));
			compare(s, b, n);
			compare(b, s, n);
			move();
		}
	}
	search_hard();
	memcpy(other, (char *)(uintptr_t)-16, 0); /* nothing is nothing, wherever */
	printf("wrong %d\n", wrong);
}
