/* ext_program.c -- extensions by which a program looks at itself: backtraces of its own. */
#include "extension.h"
#include "guest.h"

#include "runtime.h"

#include <errno.h>
#include <string.h>

enum { BACKTRACE_MAX = 256 };

int64_t
host_ext_backtrace(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint32_t offsets[BACKTRACE_MAX];
	uint32_t max = (uint64_t)a[1] < BACKTRACE_MAX ? (uint32_t)a[1] : BACKTRACE_MAX;
	uint32_t count = backtrace_offsets(c->instance->module, offsets, max);

	if (guest_write(c, (wasix_gptr)a[0], offsets, count * sizeof *offsets))
		return -EFAULT;
	return count;
}

int64_t
host_ext_function_name(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	const char *name = backtrace_name(c->instance->module, (uint32_t)a[0]);
	size_t len = name ? strlen(name) : 0;
	size_t cut = len < (uint64_t)a[2] ? len : (size_t)a[2];

	if (cut && guest_write(c, (wasix_gptr)a[1], name, cut))
		return -EFAULT;
	return (int64_t)len;
}
