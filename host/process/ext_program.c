/* ext_program.c -- extensions by which a program looks at itself: backtraces of its own. */
#include "extension.h"
#include "guest.h"

#include "runtime.h"

#include <errno.h>
#include <string.h>

enum { BACKTRACE_MAX = 256, SOURCE_PATH_MAX = 1024 };

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

int64_t
host_ext_source_line(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	char file[SOURCE_PATH_MAX];
	size_t size = (uint64_t)a[2] < sizeof file ? (size_t)a[2] : sizeof file;

	if (size == 0)
		return -EINVAL;
	uint32_t line = backtrace_line(c->instance->module, (uint32_t)a[0], file, size);
	return guest_write(c, (wasix_gptr)a[1], file, strlen(file) + 1) ? -EFAULT : line;
}
