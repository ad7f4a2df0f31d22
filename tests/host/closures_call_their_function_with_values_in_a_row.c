// CFLAGS: -Wl,--growable-table -Wl,--export=__stack_pointer
// EXPECT: ok
// NATIVE: no, raw imports
/* every kind of value, several results, types that the program has no function of; entries are
 * given again; what is odd is refused */
#include "raw.h"

enum { I32, I64, F32, F64, V128 };

static uint8_t seen[256];
static uint32_t seen_data, calls;

/* Copies what it gets, answers with what is at *data. */
static void
mix(const void *values, void *results, void *data)
{
	memcpy(seen, values, 24);
	memcpy(results, data, 8);
	seen_data = (uint32_t)(uintptr_t)data;
	calls++;
}

/* Adds 1 to each of 16 bytes. */
static void
wide(const void *values, void *results, void *data)
{
	const uint8_t *from = values;
	uint8_t *to = results;

	for (int i = 0; i < 16; i++)
		to[i] = from[i] + 1;
}

static void
swap(const void *values, void *results, void *data)
{
	memcpy(results, (const char *)values + 4, 8);
	memcpy((char *)results + 8, values, 4);
}

static uint32_t again;

/* Calls its own closure until the number is 0. */
static void
recur(const void *values, void *results, void *data)
{
	uint32_t n = *(const uint32_t *)values, below = 0;
	char large[1000];

	memset(large, (int)n, sizeof large);
	if (n)
		below = ((uint32_t (*)(uint32_t))(uintptr_t)again)(n - 1);
	TRUE(large[0] == (char)n && large[999] == (char)n);
	*(uint32_t *)results = n + below;
}

static void
other(int32_t a)
{
}

#define NUMBER(function) ((uint32_t)(uintptr_t)(function))

static uint32_t
make(void *function, const uint8_t *arguments, uint32_t n, const uint8_t *results, uint32_t m,
	void *data)
{
	uint32_t closure = 0;

	OK(wasix_closure_allocate(&closure));
	TRUE(closure);
	OK(wasix_closure_prepare(NUMBER(function), closure, arguments, n, results, m, data));
	return closure;
}

static void
kinds_arrive(void)
{
	static const uint8_t all[] = { I32, I64, F32, F64 }, one[] = { F64 }, l[] = { I64 };
	double answer = 2.5;
	int64_t number = -(INT64_C(1) << 40);
	uint32_t f = make(mix, all, 4, one, 1, &answer);
	uint32_t g = make(mix, all, 4, l, 1, &number);
	uint32_t h = make(mix, all, 4, NULL, 0, &number);
	struct [[gnu::packed]] {
		int32_t i;
		int64_t l;
		float f;
		double d;
	} values;

	TRUE(((double (*)(int32_t, int64_t, float, double))(uintptr_t)f)(
		     -7, -8000000000, 0.5F, -0.25) == 2.5);
	memcpy(&values, seen, sizeof values);
	TRUE(values.i == -7 && values.l == -8000000000 && values.f == 0.5F && values.d == -0.25);
	TRUE(seen_data == NUMBER(&answer));
	TRUE(((int64_t (*)(int32_t, int64_t, float, double))(uintptr_t)g)(1, 2, 3, 4) == number);
	((void (*)(int32_t, int64_t, float, double))(uintptr_t)h)(5, 6, 7, 8);
	memcpy(&values, seen, sizeof values);
	TRUE(values.i == 5 && values.l == 6 && values.f == 7 && values.d == 8);
	TRUE(calls == 3);
	wasix_closure_free(f);
	wasix_closure_free(g);
	wasix_closure_free(h);
}

/* No code of this module knows these types. */
static void
dynamic_calls_reach_them(void)
{
	static const uint8_t v[] = { V128 }, id[] = { I32, F64 }, di[] = { F64, I32 };
	static uint8_t many[1000];
	uint8_t in[16], out[16], types[2], results[2];
	struct abi_reflection_result r;
	uint32_t f = make(wide, v, 1, v, 1, NULL), g = make(swap, id, 2, di, 2, NULL);
	double d = 1.75;
	int32_t i = 9;

	for (int k = 0; k < 16; k++)
		in[k] = (uint8_t)(k * 3);
	OK(wasix_call_dynamic(f, in, 16, out, 16, 1));
	for (int k = 0; k < 16; k++)
		TRUE(out[k] == k * 3 + 1);
	memcpy(in, &i, 4);
	memcpy(in + 4, &d, 8);
	OK(wasix_call_dynamic(g, in, 12, out, 12, 1));
	TRUE(!memcmp(out, &d, 8) && !memcmp(out + 8, &i, 4));
	OK(wasix_reflect_signature(g, types, 2, results, 2, &r));
	TRUE(!memcmp(types, id, 2) && !memcmp(results, di, 2) && r.arguments == 2 &&
		r.results == 2);
	TRUE(!r.cacheable);
	/* the longest that there is */
	memset(many, I32, sizeof many);
	OK(wasix_closure_prepare(NUMBER(wide), f, many, 1000, NULL, 0, NULL));
	OK(wasix_call_dynamic(f, NULL, 0, NULL, 0, 0));
	EXPECT(INVAL, wasix_closure_prepare(NUMBER(wide), f, many, 1001, NULL, 0, NULL));
	wasix_closure_free(f);
	wasix_closure_free(g);
}

/* The stack pointer is where it was, and large frames in between are whole. */
static void
closures_nest(void)
{
	static const uint8_t i[] = { I32 };

	again = make(recur, i, 1, i, 1, NULL);
	TRUE(((uint32_t (*)(uint32_t))(uintptr_t)again)(100) == 5050);
	wasix_closure_free(again);
}

static void
odd_calls_are_refused(void)
{
	static const uint8_t i[] = { I32 }, bad[] = { 5 };
	uint32_t f = make(mix, i, 1, i, 1, "12345678"), g;

	EXPECT(FAULT, wasix_closure_allocate((void *)0xfffffffe));
	EXPECT(INVAL, wasix_closure_prepare(NUMBER(mix), f, bad, 1, NULL, 0, NULL));
	EXPECT(INVAL, wasix_closure_prepare(NUMBER(mix), f, NULL, 0, bad, 1, NULL));
	EXPECT(FAULT, wasix_closure_prepare(NUMBER(mix), f, (void *)0xffffffff, 2, NULL, 0, NULL));
	EXPECT(INVAL, wasix_closure_prepare(NUMBER(mix), f, i, UINT32_MAX, NULL, 0, NULL));
	EXPECT(INVAL, wasix_closure_prepare(NUMBER(other), f, i, 1, NULL, 0, NULL));
	EXPECT(INVAL, wasix_closure_prepare(0, f, i, 1, NULL, 0, NULL));
	EXPECT(INVAL, wasix_closure_prepare(UINT32_MAX, f, i, 1, NULL, 0, NULL));
	EXPECT(INVAL, wasix_closure_prepare(NUMBER(mix), NUMBER(other), i, 1, NULL, 0, NULL));
	EXPECT(INVAL, wasix_closure_prepare(NUMBER(mix), UINT32_MAX, i, 1, NULL, 0, NULL));
	/* none of these did anything */
	TRUE(((int32_t (*)(int32_t))(uintptr_t)f)(1) == 0x34333231);
	OK(wasix_closure_free(NUMBER(other)));
	OK(wasix_closure_free(UINT32_MAX));
	OK(wasix_closure_free(f));
	OK(wasix_closure_free(f));
	EXPECT(INVAL, wasix_closure_prepare(NUMBER(mix), f, i, 1, NULL, 0, NULL));
	EXPECT(INVAL, wasix_call_dynamic(f, seen, 4, seen, 4, 1));
	OK(wasix_closure_allocate(&g));
	TRUE(g == f);
	EXPECT(INVAL, wasix_call_dynamic(f, seen, 4, seen, 4, 1)); /* not prepared */
	OK(wasix_closure_free(g));
}

/* There is an end to them, and the entries are distinct; then all are free again. */
static void
there_is_an_end(void)
{
	static uint32_t all[100000];
	uint32_t count = 0, e = 0;

	while (count < 100000 && !(e = wasix_closure_allocate(&all[count])))
		count++;
	TRUE(e == ABI_ERRNO_NOMEM && count >= 1000 && count < 100000);
	for (uint32_t k = 1; k < count; k++)
		TRUE(all[k] > all[k - 1] || k < 64);
	for (uint32_t k = 0; k < count; k++)
		OK(wasix_closure_free(all[k]));
	OK(wasix_closure_allocate(&all[0]));
	OK(wasix_closure_free(all[0]));
}

int
main(void)
{
	kinds_arrive();
	dynamic_calls_reach_them();
	closures_nest();
	odd_calls_are_refused();
	there_is_an_end();
	calls = 0;
	kinds_arrive();
	return done();
}
