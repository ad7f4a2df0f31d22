/* setjmp.c -- setjmp and longjmp by wasm exceptions.
 *
 * The compiler rewrites a function that calls setjmp: each call of setjmp records which activation
 * and which place it was, by __wasm_setjmp; longjmp throws the tag __c_longjmp (sys/start/tags.s)
 * with the address of what it carries; the function catches it and asks __wasm_setjmp_test whether
 * it, and which of its places, is meant.
 */
#include <setjmp.h>
#include <stdint.h>

struct jump {
	void *activation;
	uint32_t label;
	struct {
		void *env;
		int value;
	} carried;
};

_Static_assert(sizeof(struct jump) <= sizeof(__jmp_buf), "jmp_buf");

void __wasm_setjmp(struct jump *env, uint32_t label, void *activation);
uint32_t __wasm_setjmp_test(struct jump *env, void *activation);
void __wasm_longjmp(struct jump *env, int value);

void
__wasm_setjmp(struct jump *env, uint32_t label, void *activation)
{
	env->activation = activation;
	env->label = label;
}

uint32_t
__wasm_setjmp_test(struct jump *env, void *activation)
{
	return env->activation == activation ? env->label : 0;
}

void
__wasm_longjmp(struct jump *env, int value)
{
	env->carried.env = env;
	env->carried.value = value ? value : 1;
	__builtin_wasm_throw(1, &env->carried); /* 1: the tag __c_longjmp */
}
