/* decode_custom.c -- custom sections, and the names of the name section (spec appendix, "Custom
 * Sections").
 *
 * Custom sections say nothing about what a module does, so nothing in them but their own name can
 * make it malformed; for the one exception see decode_dylink.c.
 */
#include "decode.h"

#include <string.h>

static wasix_result
custom_reserve(struct decoder *d)
{
	struct wasix_module *m = d->m;
	struct custom_section *more;
	uint32_t capacity = d->custom_capacity ? d->custom_capacity * 2 : 8;

	if (m->custom_count < d->custom_capacity)
		return WASIX_OK;
	if (capacity > LIMIT_CUSTOMS)
		return fail(d->err, WASIX_LIMIT,
			"more custom sections than the %u that this engine takes", LIMIT_CUSTOMS);
	more = arena_array(d->arena, capacity, sizeof *more);
	if (!more)
		return fail_memory(d->err);
	if (m->custom_count)
		memcpy(more, m->customs, m->custom_count * sizeof *more);
	m->customs = more;
	d->custom_capacity = capacity;
	return WASIX_OK;
}

wasix_result
decode_custom(struct decoder *d, struct reader *r)
{
	struct custom_section *c;

	TRY(custom_reserve(d));
	c = &d->m->customs[d->m->custom_count];
	TRY(read_name(r, d->arena, &c->name, &c->name_len));
	c->bytes = (struct span){ r->at, (uint32_t)reader_left(r) };
	d->m->custom_count++;
	if (strcmp(c->name, "dylink.0") == 0)
		return decode_dylink(d, r);
	r->at = r->end;
	return WASIX_OK;
}

/* --- name section --- */

/* Map from function index to name. Stops at the first thing that makes no sense and keeps what was
 * read. */
static wasix_result
names_functions(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;
	uint32_t count = 0;

	TRY(read_u32(r, &count));
	if (!m->function_names)
		m->function_names =
			arena_array(d->arena, m->function_count, sizeof *m->function_names);
	if (!m->function_names)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t index = 0, len = 0;
		const char *name = NULL;

		TRY(read_u32(r, &index));
		TRY(read_name(r, d->arena, &name, &len));
		if (index >= m->function_count)
			return WASIX_MALFORMED;
		m->function_names[index] = name;
	}
	return WASIX_OK;
}

static wasix_result
names_subsection(struct decoder *d, struct reader *r)
{
	struct reader body;
	uint32_t size = 0, len = 0;
	uint8_t id = 0;

	TRY(read_u8(r, &id));
	TRY(read_u32(r, &size));
	if (size > reader_left(r))
		return WASIX_MALFORMED;
	body = reader_part(r, size);
	r->at += size;
	if (id == 0)
		return read_name(&body, d->arena, &d->m->name, &len);
	if (id == 1)
		return names_functions(d, &body);
	return WASIX_OK;
}

static const struct custom_section *
custom_find(const struct wasix_module *m, const char *name)
{
	for (uint32_t i = 0; i < m->custom_count; i++)
		if (m->customs[i].name_len == strlen(name) &&
			memcmp(m->customs[i].name, name, strlen(name)) == 0)
			return &m->customs[i];
	return NULL;
}

wasix_result
decode_names(struct decoder *d)
{
	const struct custom_section *c = custom_find(d->m, "name");
	struct reader r;

	if (!c)
		return WASIX_OK;
	r = (struct reader){ c->bytes.at, c->bytes.at + c->bytes.len, d->m->bytes, NULL };
	while (r.at != r.end) {
		wasix_result result = names_subsection(d, &r);

		if (result == WASIX_LIMIT)
			return fail_memory(d->err);
		if (result != WASIX_OK)
			break;
	}
	return WASIX_OK;
}
