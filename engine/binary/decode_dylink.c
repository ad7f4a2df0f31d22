/* decode_dylink.c -- the custom section dylink.0; see dylink.h.
 *
 * Other custom sections cannot make a module malformed. This one says how the module is to be
 * loaded, so one that makes no sense is refused.
 */
#include "decode.h"
#include "dylink.h"

#include <string.h>

enum { MEMORY_INFO = 1, NEEDED, EXPORT_INFO, IMPORT_INFO, RUNTIME_PATH };

/* Alignments beyond are of no use, and sums stay small. */
enum { ALIGN_MAX = 16, TABLE_MAX = 10000000 };

#define LIMIT_NAMES 1000000u

static wasix_result
read_memory_info(struct decoder *d, struct reader *r, struct dylink *out)
{
	TRY(read_u32(r, &out->memory_size));
	TRY(read_u32(r, &out->memory_align));
	TRY(read_u32(r, &out->table_size));
	TRY(read_u32(r, &out->table_align));
	if (out->memory_align > ALIGN_MAX || out->table_align > ALIGN_MAX)
		return reader_fail(r, WASIX_MALFORMED, "dylink.0: an alignment of 2^%u",
			out->memory_align > ALIGN_MAX ? out->memory_align : out->table_align);
	if (out->table_size > TABLE_MAX)
		return fail(d->err, WASIX_LIMIT, "dylink.0: a table of %u elements is too large",
			out->table_size);
	return WASIX_OK;
}

/* Names that C can hold. */
static wasix_result
read_text(struct decoder *d, struct reader *r, const char **out)
{
	uint32_t len = 0;

	TRY(read_name(r, d->arena, out, &len));
	if (strlen(*out) != len)
		return reader_fail(r, WASIX_MALFORMED, "dylink.0: a NUL within a name");
	return WASIX_OK;
}

static wasix_result
read_names(struct decoder *d, struct reader *r, const char ***out, uint32_t *count)
{
	uint32_t n = 0;

	TRY(read_count(r, LIMIT_NAMES, "names", &n));
	const char **names = arena_array(d->arena, n, sizeof *names);
	if (!names)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < n; i++)
		TRY(read_text(d, r, &names[i]));
	*out = names;
	*count = n;
	return WASIX_OK;
}

static wasix_result
read_symbols(struct decoder *d, struct reader *r, bool of_imports, struct dylink_symbol **out,
	uint32_t *count)
{
	uint32_t n = 0;

	TRY(read_count(r, LIMIT_NAMES, "symbols", &n));
	struct dylink_symbol *symbols = arena_array(d->arena, n, sizeof *symbols);
	if (!symbols)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < n; i++) {
		if (of_imports)
			TRY(read_text(d, r, &symbols[i].module));
		TRY(read_text(d, r, &symbols[i].name));
		TRY(read_u32(r, &symbols[i].flags));
	}
	*out = symbols;
	*count = n;
	return WASIX_OK;
}

static wasix_result
read_subsection(struct decoder *d, struct reader *r, struct dylink *out)
{
	uint32_t size = 0;
	uint8_t id = 0;

	TRY(read_u8(r, &id));
	TRY(read_u32(r, &size));
	if (size > reader_left(r))
		return reader_fail_end(r);
	struct reader body = reader_part(r, size);
	r->at += size;
	switch (id) {
	case MEMORY_INFO:
		return read_memory_info(d, &body, out);
	case NEEDED:
		return read_names(d, &body, &out->needed, &out->needed_count);
	case EXPORT_INFO:
		return read_symbols(d, &body, false, &out->exports, &out->export_count);
	case IMPORT_INFO:
		return read_symbols(d, &body, true, &out->imports, &out->import_count);
	case RUNTIME_PATH:
		return read_names(d, &body, &out->paths, &out->path_count);
	default:
		return WASIX_OK;
	}
}

wasix_result
decode_dylink(struct decoder *d, struct reader *r)
{
	struct dylink *out = arena_alloc(d->arena, sizeof *out);

	if (!out)
		return fail_memory(d->err);
	if (d->m->dylink)
		return reader_fail(r, WASIX_MALFORMED, "a second section dylink.0");
	while (r->at != r->end)
		TRY(read_subsection(d, r, out));
	d->m->dylink = out;
	return WASIX_OK;
}

uint32_t
dylink_flags(
	const struct dylink_symbol *symbols, uint32_t count, const char *module, const char *name)
{
	uint32_t flags = 0;

	for (uint32_t i = 0; i < count; i++)
		if (strcmp(symbols[i].name, name) == 0 &&
			(!module || strcmp(symbols[i].module, module) == 0))
			flags |= symbols[i].flags;
	return flags;
}
