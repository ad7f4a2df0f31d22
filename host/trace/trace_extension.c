/* trace_extension.c -- calls of extensions.def as text: what call_dynamic carries. */
#include "trace.h"

#include "guest.h"

#include <inttypes.h>

/* Parameters of call_dynamic. */
enum { FUNCTION, VALUES, VALUES_LEN, RESULTS };

enum { ERRNO_MAX = 4095 };

const struct extension *
trace_extension(const struct abi_row *row, const uint64_t *values)
{
	if (row->entry != (void (*)(void))host_call_dynamic || values[FUNCTION] < EXTENSION_FIRST)
		return NULL;
	return extension_by_number((uint32_t)values[FUNCTION] - EXTENSION_FIRST);
}

void
trace_extension_read(struct trace_args *args, struct wasix_caller *c, const uint64_t *values)
{
	struct text t = text_in(args->text, sizeof args->text);
	const char *name = args->extension->parameters;
	wasix_gptr at = (wasix_gptr)values[VALUES];
	int64_t value;

	args->values[RESULTS] = values[RESULTS];
	while (*name && guest_read(c, &value, at, sizeof value) == ABI_ERRNO_SUCCESS) {
		size_t len = strcspn(name, ",");
		text_add(&t, "%.*s=%" PRId64, (int)len, name, value);
		name += len;
		if (*name)
			text_add(&t, ", ");
		name += strspn(name, ", ");
		at += (uint32_t)sizeof value;
	}
}

void
trace_extension_add_result(struct text *t, const struct trace_args *args, struct wasix_caller *c)
{
	int64_t result;

	if (guest_read(c, &result, (wasix_gptr)args->values[RESULTS], sizeof result))
		return;
	text_add(t, " = %" PRId64, result);
	if (result < 0 && result >= -ERRNO_MAX && strerrorname_np((int)-result))
		text_add(t, " %s", strerrorname_np((int)-result));
}
