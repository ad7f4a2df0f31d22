// CFLAGS: -Wl,--growable-table -Wl,--export=__stack_pointer
// EXPECT-ERR: uninitialized element
// EXIT: 134
// NATIVE: no, raw imports
#include "raw.h"

static void
nothing(const void *values, void *results, void *data)
{
}

int
main(void)
{
	uint32_t closure;

	OK(wasix_closure_allocate(&closure));
	OK(wasix_closure_prepare((uint32_t)(uintptr_t)nothing, closure, NULL, 0, NULL, 0, NULL));
	((void (*)(void))(uintptr_t)closure)();
	OK(wasix_closure_free(closure));
	((void (*)(void))(uintptr_t)closure)();
	return 0;
}
