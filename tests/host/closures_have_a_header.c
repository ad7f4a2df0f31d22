// CFLAGS: -Wl,--growable-table -Wl,--export=__stack_pointer
// EXPECT: 42 of (i32 i64) -> i32, kept 0
// EXPECT: again 1042
// EXPECT: a call by numbers: 7.5
// EXPECT: too short: Value too large for data type, 2 arguments
// EXPECT: no function: Invalid argument
// EXPECT: freed
// NATIVE: no, functions are no numbers there
/* what <wasix/closure.h>, <wasix/call_dynamic.h> and <wasix/reflection.h> declare does what they say */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <wasix/call_dynamic.h>
#include <wasix/closure.h>
#include <wasix/reflection.h>

static void
add(const uint8_t *values, uint8_t *results, void *user_data)
{
	int a, sum;
	long long b;

	memcpy(&a, values, sizeof a);
	memcpy(&b, values + sizeof a, sizeof b);
	sum = a + (int)b + *(int *)user_data;
	memcpy(results, &sum, sizeof sum);
}

static double
scale(double by, int n)
{
	return by * n;
}

int
main(void)
{
	static const wasix_value_type_t arguments[] = { WASIX_VALUE_TYPE_I32, WASIX_VALUE_TYPE_I64 };
	static const wasix_value_type_t results[] = { WASIX_VALUE_TYPE_I32 };
	wasix_value_type_t types[3];
	wasix_reflection_result_t type;
	wasix_function_pointer_t number;
	int offset = 30;

	if (wasix_closure_allocate(&number) ||
		wasix_closure_prepare((wasix_function_pointer_t)add, number, arguments, 2, results, 1, &offset))
		return perror("closure"), 1;
	int (*closure)(int, long long) = (int (*)(int, long long))number;
	int sum = closure(2, 10);
	wasix_reflect_signature(number, types, 2, types + 2, 1, &type);
	if (type.arguments == 2 && type.results == 1 && !memcmp(types, "\0\1\0", 3))
		printf("%d of (i32 i64) -> i32, kept %d\n", sum, type.cacheable);
	offset = 1030;
	printf("again %d\n", closure(2, 10));

	char values[12];
	double by = 2.5, product;
	memcpy(values, &by, 8);
	memcpy(values + 8, &(int){ 3 }, 4);
	wasix_call_dynamic((wasix_function_pointer_t)scale, values, sizeof values, &product, sizeof product, true);
	printf("a call by numbers: %g\n", product);
	if (wasix_reflect_signature((wasix_function_pointer_t)scale, types, 1, types + 2, 1, &type) < 0)
		printf("too short: %s, %d arguments\n", strerror(errno), type.arguments);
	if (wasix_call_dynamic(0xfffff, NULL, 0, NULL, 0, false) < 0)
		printf("no function: %s\n", strerror(errno));
	if (!wasix_closure_free(number))
		puts("freed");
}
