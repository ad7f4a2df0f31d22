/* libc.c -- musl's global state, ready without any start-up code. */
#include "libc.h"

#include <elf.h>

static size_t auxv[] = { AT_PAGESZ, 4096, AT_NULL, 0 };

struct __libc __libc = {
	.can_do_threads = 1,
	.auxv = auxv,
	.tls_size = 256, /* room for struct pthread; threads/clone.c knows the rest */
	.tls_align = 16,
	.page_size = 4096,
};

size_t __hwcap;
