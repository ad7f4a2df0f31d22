/* exit.c -- the end of a thread, with what the kernel does elsewhere: the word at the clear-tid
 * address becomes 0 and one waiter is woken. */
#include "imports.h"
#include "lowered.h"

#include "guard.h"

extern void __wasm_init_tls(void *);
extern hidden _Thread_local void *__wasix_self;

static _Thread_local volatile int *clear_tid = &__thread_list_lock;

static void
nothing(void)
{
}

weak_alias(nothing, __pthread_tsd_run_dtors);
weak_alias(nothing, __wasix_heap_leave);

/* musl's pthread_exit calls it where it would destroy thread-specific data (libc/musl.cmake):
 * nothing is freed after that, and no lock is held. */
void
__wasix_thread_ends(void)
{
	__pthread_tsd_run_dtors();
	__wasix_heap_leave();
}

/* For a thread that begins again, as a timer's does with each expiration: thread-local variables
 * are as at the start, but for what says which thread it is. */
__attribute__((noinline)) void
__reset_tls(void)
{
	struct pthread *self = __wasix_self;
	volatile int *word = clear_tid;

	__wasix_heap_leave();
	__wasm_init_tls(self->dtv);
	__wasix_self = self;
	clear_tid = word;
}

long
__wasix_sys_set_tid_address(long address)
{
	clear_tid = (volatile int *)address;
	return __wasix_sys_gettid();
}

/* After the store another thread may use this one's stack, so nothing from here on has locals in
 * memory. */
static _Noreturn __attribute__((noinline)) void
leave(volatile int *word)
{
	static abi_bool woken;

	a_store(word, 0);
	__import_wasix_futex_wake((const void *)word, &woken);
	__import_wasix_thread_exit(0);
	__builtin_trap();
}

/* The name is what the trap's backtrace says. */
static _Noreturn __attribute__((noinline)) void
stack_of_thread_overflowed(void)
{
	__builtin_trap();
}

_Noreturn void
__wasix_sys_exit(long status)
{
	(void)status;
	if (!__wasix_guard_take_away(__pthread_self()))
		stack_of_thread_overflowed();
	leave(clear_tid);
}

static char spare_stack[1024] __attribute__((aligned(16)));
static void *unmap_base;
static size_t unmap_size;

static _Noreturn __attribute__((noinline)) void
unmap_and_leave(void)
{
	__wasix_sys_munmap((long)unmap_base, (long)unmap_size);
	leave(&__thread_list_lock); /* not clear_tid: it lay in what is gone */
}

/* The caller holds the list of threads, so one thread at a time gets here. */
_Noreturn void
__unmapself(void *base, size_t size)
{
	if (!__wasix_guard_take_away(__pthread_self()))
		stack_of_thread_overflowed();
	unmap_base = base;
	unmap_size = size;
	__asm__ volatile(".globaltype __stack_pointer, i32\n"
			 "local.get %0\n"
			 "global.set __stack_pointer" ::"r"(spare_stack + sizeof spare_stack)
		: "memory");
	unmap_and_leave();
}
