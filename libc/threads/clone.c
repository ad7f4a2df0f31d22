/* clone.c -- new threads, for musl's pthread_create.
 *
 * The host gives the thread an instance of its own over the same memory and calls wasi_thread_start
 * there, with the address of a start block that lies at the top of the new stack.
 */
#include "imports.h"
#include "lowered.h"

#include "guard.h"
#include "thread_name.h"

#include <stdarg.h>
#include <string.h>

_Static_assert(sizeof(struct abi_thread_start) == 64, "thread_start");

extern void __wasm_init_tls(void *);
extern hidden _Thread_local void *__wasix_self;
void __wasix_thread_main(int tid, struct abi_thread_start *start);

/* The stack pointer must be set before any C runs. */
__asm__(".globaltype __stack_pointer, i32\n"
	".functype __wasix_thread_main (i32, i32) -> ()\n"
	".section .text.wasi_thread_start,\"\",@\n"
	".globl wasi_thread_start\n"
	".type wasi_thread_start,@function\n"
	".export_name wasi_thread_start, wasi_thread_start\n"
	"wasi_thread_start:\n"
	".functype wasi_thread_start (i32, i32) -> ()\n"
	"local.get 1\n"
	"i32.load 0\n"
	"global.set __stack_pointer\n"
	"local.get 0\n"
	"local.get 1\n"
	"call __wasix_thread_main\n"
	"end_function\n");

extern void wasi_thread_start(int, void *);

/* Apart, so that nothing thread-local is looked at before there is a block for it. */
static __attribute__((noinline)) void
run(int tid, const struct abi_thread_start *start)
{
	struct pthread *self = (void *)start->reserved0;
	int (*function)(void *) = (int (*)(void *))start->start_funct;

	__wasix_self = self;
	self->tid = tid;
	function((void *)start->start_args);
}

void
__wasix_thread_main(int tid, struct abi_thread_start *start)
{
	__wasm_init_tls((void *)start->tls_base);
	run(tid, start);
	__wasix_sys_exit(0);
}

/* What pthread_create allocates for a thread, and the main thread's id. */
__attribute__((constructor(101))) static void
prepare(void)
{
	abi_tid tid;

	__libc.tls_align = __builtin_wasm_tls_align();
	if (__libc.tls_align < 16)
		__libc.tls_align = 16;
	__libc.tls_size = (__builtin_wasm_tls_size() + 2 * __libc.tls_align +
				  sizeof(struct pthread) + THREAD_NAME_SIZE) &
			  -__libc.tls_align;
	if (!(__import_wasix_thread_id(&tid) & 0xffff) && tid != 0)
		__pthread_self()->tid = (int)tid;
}

/* [thread-local block][struct pthread][name]; dtv remembers where the block is. */
void *
__copy_tls(unsigned char *mem)
{
	uintptr_t block = ((uintptr_t)mem + __libc.tls_align - 1) & -__libc.tls_align;
	uintptr_t end = (uintptr_t)mem + __libc.tls_size;
	struct pthread *p = (void *)((end - THREAD_NAME_SIZE - sizeof *p) & -(uintptr_t)16);

	memcpy(thread_name(p), thread_name(__pthread_self()), THREAD_NAME_SIZE);
	p->dtv = (uintptr_t *)block;
	return p;
}

int
__clone(int (*function)(void *), void *stack, int flags, void *argument, ...)
{
	va_list rest;
	abi_tid tid;

	(void)flags;
	va_start(rest, argument);
	int *parent_tid = va_arg(rest, int *);
	struct pthread *new = va_arg(rest, struct pthread *);
	va_end(rest);

	uintptr_t top = ((uintptr_t)stack - sizeof(struct abi_thread_start)) & -(uintptr_t)16;
	struct abi_thread_start *start = (void *)top;
	*start = (struct abi_thread_start){
		.stack = (abi_usize)top,
		.tls_base = (abi_usize)new->dtv,
		.start_funct = (abi_function_pointer)(uintptr_t)function,
		.start_args = (abi_usize)argument,
		.reserved0 = (abi_usize)new,
		.stack_size = (abi_usize)(top - ((uintptr_t)new->stack - new->stack_size)),
		.guard_size = (abi_usize)new->guard_size,
	};
	__wasix_guard_set(new);
	__wasix_cancel_watched = 1;
	uint32_t e = __import_wasix_thread_spawn_v2(start, &tid);
	if (e & 0xffff) {
		__wasix_guard_take_away(new);
		return (int)__wasix_result(e);
	}
	*parent_tid = (int)tid;
	return (int)tid;
}
