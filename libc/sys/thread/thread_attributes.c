/* thread_attributes.c -- pthread_getattr_np. musl looks for the end of the main thread's stack by
 * trying; here the linker knows it. */
#include "pthread_impl.h"

extern char __stack_low[], __stack_high[];

int
pthread_getattr_np(pthread_t thread, pthread_attr_t *a)
{
	*a = (pthread_attr_t){ 0 };
	a->_a_detach = thread->detach_state >= DT_DETACHED;
	a->_a_guardsize = thread->guard_size;
	a->_a_stackaddr = (uintptr_t)(thread->stack ? thread->stack : __stack_high);
	a->_a_stacksize = thread->stack ? thread->stack_size : (size_t)(__stack_high - __stack_low);
	return 0;
}
