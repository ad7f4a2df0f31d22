/* trace_params.c -- the parameters of one call as text.
 *
 * The table says which way an address points; how many elements lie there is told by names, which
 * the rows keep to: buf_len or nbufs counts buf, and a later result such as bufused says how much
 * of it was written. A guest's address is only followed through guest.h; one that cannot be is
 * printed as it is.
 */
#include "trace.h"

#include "guest.h"
#include "types.h"

#include <inttypes.h>
#include <stdio.h>

enum {
	STRING_SHOWN = 64, /* bytes */
	BUFFER_SHOWN = 32, /* bytes of an iovec list */
	ELEMENTS_SHOWN = 4,
};

/* --- counts --- */

static bool
ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);
	return len >= end_len && strcmp(name + len - end_len, end) == 0;
}

/* path_len for path, naddrs for addrs, maxevents for events; nsubscriptions is for what has the
 * type. */
static bool
counts(const char *counter, const struct trace_param *array)
{
	size_t len = strlen(array->name);

	if (strncmp(counter, array->name, len) == 0 && strcmp(counter + len, "_len") == 0)
		return true;
	if (strncmp(counter, "max", 3) == 0)
		return strcmp(counter + 3, array->name) == 0;
	return *counter == 'n' &&
	       (strcmp(counter + 1, array->name) == 0 ||
		       (strcmp(counter, "nsubscriptions") == 0 &&
			       (array->type == TYPE_subscription || array->type == TYPE_event ||
				       array->type == TYPE_subscription_snapshot0)));
}

/* Index of the parameter that tells how many elements the caller has for parameter i; -1: none. */
static int
counter_of(const struct trace_param *params, unsigned i)
{
	for (int n = 0; *params[n].name; n++)
		if (params[n].flow != FLOW_OUT && counts(params[n].name, &params[i]))
			return n;
	return -1;
}

/* Index of the result that tells how many the host wrote or took; -1: none. */
static int
used_of(const struct trace_param *params, unsigned i)
{
	for (unsigned n = i + 1; *params[n].name; n++) {
		const char *name = params[n].name;
		bool counter = ends_with(name, "used") || ends_with(name, "len") || *name == 'n' ||
			       strncmp(name, "ret_n", 5) == 0;
		if (params[n].flow != FLOW_VALUE && params[n].type == TYPE_usize && counter)
			return (int)n;
	}
	return -1;
}

/* A number passed by value, or by an address that can be read. */
static bool
read_count(const struct trace_args *args, struct wasix_caller *c, int i, uint32_t *out)
{
	if (i < 0)
		return false;
	*out = (uint32_t)args->values[i];
	return args->params[i].flow == FLOW_VALUE || guest_read(c, out, *out, sizeof *out) == 0;
}

/* --- what lies at an address --- */

static void
add_outside(struct text *t, wasix_gptr ptr)
{
	text_add(t, "0x%" PRIx32 " (outside memory)", ptr);
}

/* false if it was cut or cannot be read */
static bool
add_string(struct text *t, struct wasix_caller *c, wasix_gptr ptr, uint32_t len)
{
	uint8_t *bytes;
	if (guest_span(c, ptr, len, &bytes)) {
		add_outside(t, ptr);
		return false;
	}
	text_add_quoted(t, bytes, len < STRING_SHOWN ? len : STRING_SHOWN);
	if (len > STRING_SHOWN)
		text_add(t, "...");
	return len <= STRING_SHOWN;
}

/* Ends with NUL. */
static void
add_c_string(struct text *t, struct wasix_caller *c, wasix_gptr ptr)
{
	uint8_t bytes[STRING_SHOWN + 1];
	uint32_t len = 0;

	while (len < sizeof bytes && guest_read(c, &bytes[len], ptr + len, 1) == 0 && bytes[len])
		len++;
	if (!guest_in_bounds(c->memory, ptr, 1)) {
		add_outside(t, ptr);
		return;
	}
	text_add_quoted(t, bytes, len < STRING_SHOWN ? len : STRING_SHOWN);
	if (len > STRING_SHOWN)
		text_add(t, "...");
}

/* The sum of an iovec list; false if an element or its buffer is outside. */
static bool
iovec_sum(struct wasix_caller *c, wasix_gptr ptr, uint32_t count, uint64_t *out)
{
	*out = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct abi_iovec v;
		if (guest_read(c, &v, ptr + i * (uint32_t)sizeof v, sizeof v) ||
			!guest_in_bounds(c->memory, v.buf, v.buf_len))
			return false;
		*out += v.buf_len;
	}
	return true;
}

/* Up to BUFFER_SHOWN bytes from the first elements on, of len. */
static size_t
gather(struct wasix_caller *c, wasix_gptr ptr, uint32_t count, uint64_t len,
	uint8_t out[BUFFER_SHOWN])
{
	size_t have = 0, want = len < BUFFER_SHOWN ? (size_t)len : BUFFER_SHOWN;

	for (uint32_t i = 0; i < count && have < want; i++) {
		struct abi_iovec v;
		if (guest_read(c, &v, ptr + i * (uint32_t)sizeof v, sizeof v))
			break;
		size_t n = v.buf_len < want - have ? v.buf_len : want - have;
		if (guest_read(c, out + have, v.buf, n))
			break;
		have += n;
	}
	return have;
}

/* "["hello\n"; 6 bytes in 2]": the first len bytes, of which all are counted and a few shown. */
static bool
add_iovecs(struct text *t, struct wasix_caller *c, wasix_gptr ptr, uint32_t count, uint64_t len,
	bool show)
{
	uint8_t bytes[BUFFER_SHOWN];
	uint64_t sum;

	if (count > GUEST_IOV_MAX ||
		!guest_in_bounds(c->memory, ptr, count * sizeof(struct abi_iovec)) ||
		!iovec_sum(c, ptr, count, &sum)) {
		text_add(t, "0x%" PRIx32 " (%s)", ptr,
			count > GUEST_IOV_MAX ? "too many" : "outside memory");
		return false;
	}
	if (len > sum)
		len = sum;
	text_add(t, "[");
	if (show) {
		text_add_quoted(t, bytes, gather(c, ptr, count, len, bytes));
		text_add(t, len > BUFFER_SHOWN ? "...; " : "; ");
	}
	text_add(t, "%" PRIu64 " bytes in %" PRIu32 "]", len, count);
	return true;
}

static bool
add_element(struct text *t, struct wasix_caller *c, enum type_id type, wasix_gptr ptr)
{
	uint8_t bytes[TYPE_SIZE_MAX];
	wasix_gptr string;

	if (guest_read(c, bytes, ptr, type_size(type))) {
		add_outside(t, ptr);
		return false;
	}
	memcpy(&string, bytes, sizeof string);
	if (type == TYPE_ptr_u8)
		add_c_string(t, c, string);
	else
		type_add_value(t, type, bytes);
	return true;
}

/* false if not all could be shown */
static bool
add_array(struct text *t, struct wasix_caller *c, enum type_id type, wasix_gptr ptr, uint32_t count)
{
	if (type == TYPE_u8)
		return add_string(t, c, ptr, count);
	if (!guest_in_bounds(c->memory, ptr, (uint64_t)count * type_size(type))) {
		add_outside(t, ptr);
		return false;
	}
	text_add(t, "[");
	for (uint32_t i = 0; i < count && i < ELEMENTS_SHOWN; i++) {
		text_add(t, i ? ", " : "");
		add_element(t, c, type, ptr + i * (uint32_t)type_size(type));
	}
	text_add(t, count > ELEMENTS_SHOWN ? ", ...]" : "]");
	return count <= ELEMENTS_SHOWN;
}

/* --- one parameter --- */

static bool
is_iovec(enum type_id type)
{
	return type == TYPE_iovec || type == TYPE_ciovec;
}

/* Before the call; true when the counter need not be printed. */
static bool
add_before(struct text *t, const struct trace_args *args, struct wasix_caller *c, unsigned i)
{
	const struct trace_param *p = &args->params[i];
	wasix_gptr ptr = (wasix_gptr)args->values[i];
	uint32_t count;

	if (p->flow == FLOW_VALUE) {
		type_add_number(t, p->type, args->values[i]);
	} else if (p->flow != FLOW_OUT &&
		   read_count(args, c, counter_of(args->params, i), &count)) {
		if (is_iovec(p->type))
			return add_iovecs(t, c, ptr, count, UINT64_MAX, p->type == TYPE_ciovec);
		return add_array(t, c, p->type, ptr, count);
	} else if (p->flow == FLOW_IN && (p->type == TYPE_u32 || p->type == TYPE_u8)) {
		/* a word that threads share: where it is says more than what it holds */
		text_add(t, "0x%" PRIx32, ptr);
	} else if (p->flow != FLOW_OUT) {
		add_element(t, c, p->type, ptr);
	}
	return false;
}

void
trace_args_read(struct trace_args *args, struct wasix_caller *c, const struct trace_param *params,
	const uint64_t *values)
{
	struct text t = text_in(args->text, sizeof args->text);

	if (args->extension) {
		trace_extension_read(args, c, values);
		return;
	}
	args->params = params;
	args->implied = 0;
	for (unsigned i = 0; *params[i].name; i++)
		args->values[i] = values[i];
	for (unsigned i = 0; *params[i].name; i++) {
		args->before[i] = t.at;
		if (add_before(&t, args, c, i))
			args->implied |= UINT32_C(1) << counter_of(params, i);
		if (t.at + 1 < t.end)
			t.at++; /* the NUL stays */
		*t.at = 0;
	}
}

/* After a call that succeeded. */
static void
add_after(struct text *t, const struct trace_args *args, struct wasix_caller *c, unsigned i)
{
	const struct trace_param *p = &args->params[i];
	wasix_gptr ptr = (wasix_gptr)args->values[i];
	uint32_t count, used;

	if (read_count(args, c, counter_of(args->params, i), &count)) {
		if (read_count(args, c, used_of(args->params, i), &used) &&
			(used < count || p->type == TYPE_iovec))
			add_array(t, c, p->type, ptr, used);
		else
			add_array(t, c, p->type, ptr, count);
	} else if (p->type == TYPE_u8 || p->type == TYPE_ptr_u8 || ends_with(p->name, "buf")) {
		text_add(t, "0x%" PRIx32, ptr); /* nobody says how many */
	} else {
		add_element(t, c, p->type, ptr);
	}
}

/* The buffers that were read into. */
static void
add_iovecs_after(struct text *t, const struct trace_args *args, struct wasix_caller *c, unsigned i)
{
	uint32_t count, used;

	if (read_count(args, c, counter_of(args->params, i), &count) &&
		read_count(args, c, used_of(args->params, i), &used))
		add_iovecs(t, c, (wasix_gptr)args->values[i], count, used, true);
	else
		text_add(t, "%s", args->before[i]);
}

void
trace_args_add(
	struct text *t, const struct trace_args *args, struct wasix_caller *c, bool succeeded)
{
	const char *between = "";

	if (args->extension) {
		text_add(t, "%s", args->text);
		return;
	}
	for (unsigned i = 0; *args->params[i].name; i++) {
		const struct trace_param *p = &args->params[i];
		if (args->implied & UINT32_C(1) << i)
			continue;
		text_add(t, "%s%s=", between, p->name);
		between = ", ";
		if (succeeded && p->type == TYPE_iovec)
			add_iovecs_after(t, args, c, i);
		else
			text_add(t, "%s", args->before[i]);
		if (p->flow == FLOW_INOUT && succeeded)
			text_add(t, " => ");
		if (p->flow == FLOW_OUT && !succeeded)
			text_add(t, "0x%" PRIx64, args->values[i]);
		else if (p->flow >= FLOW_OUT && succeeded)
			add_after(t, args, c, i);
	}
}
