. "$SOURCE/tests/expect.sh"
# One program three ways: with wasm_simd128.h under -msimd128, without it, and natively; all print the same. Vectors are also
# arguments through a pointer, kept over longjmp and over fork.
cat >v.c <<'END'
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 1003
static uint8_t bytes[N];
static int16_t shorts[N];
static float floats[N + 1];

#ifdef __wasm_simd128__
#include <wasm_simd128.h>

static int
find(const uint8_t *p, int n, uint8_t wanted)
{
	int i = 0;

	for (; i + 16 <= n; i += 16) {
		uint32_t mask = wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(p + i), wasm_u8x16_splat(wanted)));
		if (mask)
			return i + __builtin_ctz(mask);
	}
	while (i < n && p[i] != wanted)
		i++;
	return i < n ? i : -1;
}

static int
dot(const int16_t *a, const int16_t *b, int n)
{
	v128_t sum = wasm_i32x4_splat(0);
	int i = 0, rest = 0;

	for (; i + 8 <= n; i += 8)
		sum = wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(wasm_v128_load(a + i), wasm_v128_load(b + i)));
	for (; i < n; i++)
		rest += a[i] * b[i];
	return rest + wasm_i32x4_extract_lane(sum, 0) + wasm_i32x4_extract_lane(sum, 1) + wasm_i32x4_extract_lane(sum, 2) +
	       wasm_i32x4_extract_lane(sum, 3);
}

typedef v128_t vector;
static vector make(float a, float b, float c, float d) { return wasm_f32x4_make(a, b, c, d); }
static void take(vector v, float out[4]) { wasm_v128_store(out, v); }
static vector worse(vector a, vector b) { return wasm_f32x4_div(wasm_f32x4_min(a, b), wasm_f32x4_sqrt(b)); }
#else
static int
find(const uint8_t *p, int n, uint8_t wanted)
{
	const uint8_t *at = memchr(p, wanted, n);

	return at ? (int)(at - p) : -1;
}

static int
dot(const int16_t *a, const int16_t *b, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

typedef struct { float lane[4]; } vector;
static vector make(float a, float b, float c, float d) { return (vector){ { a, b, c, d } }; }
static void take(vector v, float out[4]) { memcpy(out, v.lane, 16); }
static vector
worse(vector a, vector b)
{
	vector v;

	for (int i = 0; i < 4; i++)
		v.lane[i] = (a.lane[i] < b.lane[i] ? a.lane[i] : b.lane[i]) / __builtin_sqrtf(b.lane[i]);
	return v;
}
#endif

static void
show(vector v)
{
	float lanes[4];

	take(v, lanes);
	for (int i = 0; i < 4; i++)
		printf(" %a", (double)lanes[i]);
	puts("");
}

static vector (*volatile step)(vector, vector) = worse;
static jmp_buf back;

static void
jump(vector v)
{
	show(v);
	longjmp(back, 1);
}

int
main(void)
{
	for (int i = 0; i < N; i++) {
		bytes[i] = (uint8_t)(i % 199);
		shorts[i] = (int16_t)(i * 7919 - 20000);
		floats[i] = (float)(i % 13) * 0.37f;
	}
	printf("%d %d %d\n", find(bytes, N, 198), find(bytes, N, 200), find(bytes + 1, N - 1, 0));
	printf("%d %d\n", dot(shorts, shorts + 1, 11), dot(shorts + 3, shorts, N - 3));
	float total[4] = { 0 };
	for (int i = 0; i + 4 <= N; i += 4) /* the compiler's own vectors */
		for (int k = 0; k < 4; k++)
			total[k] += floats[i + k] * floats[i + k];
	printf("%a %a\n", (double)total[0], (double)total[3]);
	vector v = make(1.5f, 2.25f, 1e30f, 7), w = make(3, 2, 1, 0.5f);
	show(step(v, w));
	vector kept = step(w, v);
	if (setjmp(back) == 0)
		jump(step(v, v));
	show(kept);
	fflush(stdout);
	if (fork() == 0) {
		show(step(kept, w));
		return 0;
	}
	wait(NULL);
	show(kept);
}
END
"$NATIVE_CC" -O2 v.c -lm -o v && ./v >expected
for flags in "-msimd128 -O2" "-msimd128 -O3" "-msimd128 -O0" -O2; do
	# shellcheck disable=SC2086
	"$WASIXCC" $flags v.c -o v.wasm
	"$WASIX" run v.wasm >out || fail "wasixcc $flags: exit status $?"
	cmp expected out || fail "wasixcc $flags: prints something else"
done
"$WASIXCC" -msimd128 -O2 v.c -o v.wasm
"$WASIX" inspect v.wasm >out
says simd
