/* decode.c -- bytes of a binary module to a struct wasix_module.
 *
 * Only the grammar is checked here (spec, "Binary Format": Modules); types are validate.c's.
 * Segments and code are decode_segments.c's, custom sections decode_custom.c's. All allocations
 * come from the module's arena, so any line may return on error.
 */
#include "decode.h"

#include <string.h>

wasix_result
read_count(struct reader *r, uint32_t limit, const char *what, uint32_t *out)
{
	uint32_t count = 0;

	TRY(read_u32(r, &count));
	if (count > reader_left(r))
		return reader_fail(r, WASIX_MALFORMED,
			"unexpected end of section or function: %u %s are announced, %zu bytes are "
			"left",
			count, what, reader_left(r));
	if (count > limit)
		return reader_fail(r, WASIX_LIMIT,
			"%u %s are more than the %u that this engine takes", count, what, limit);
	*out = count;
	return WASIX_OK;
}

/* *array becomes a copy with room for `more` further elements behind the `have` present ones. */
static wasix_result
array_extend(struct decoder *d, void *array, size_t size, uint32_t have, uint32_t more)
{
	void *old, *new = arena_array(d->arena, (size_t)have + more, size);

	if (!new)
		return fail_memory(d->err);
	memcpy(&old, array, sizeof old);
	if (have)
		memcpy(new, old, have * size);
	memcpy(array, &new, sizeof new);
	return WASIX_OK;
}

/* --- types --- */

static wasix_result
decode_valtypes(struct decoder *d, struct reader *r, uint32_t limit, const char *what,
	const uint8_t **out, uint32_t *count)
{
	uint8_t *kinds;
	uint32_t n = 0;

	TRY(read_count(r, limit, what, &n));
	kinds = arena_array(d->arena, n, 1);
	if (!kinds)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < n; i++)
		TRY(read_valtype(r, &kinds[i]));
	*out = kinds;
	*count = n;
	return WASIX_OK;
}

static wasix_result
decode_functype(struct decoder *d, struct reader *r, struct functype *out)
{
	uint8_t form = 0;

	TRY(read_u8(r, &form));
	if (form == 0x4e || form == 0x4f || form == 0x50 || form == 0x5e || form == 0x5f)
		return fail_at(d->err, WASIX_UNSUPPORTED, reader_offset(r) - 1,
			"uses garbage-collected types, which this version does not have");
	if (form & 0x80)
		return fail_at(d->err, WASIX_MALFORMED, reader_offset(r) - 1,
			"integer representation too long: malformed definition type");
	if (form != 0x60)
		return fail_at(d->err, WASIX_MALFORMED, reader_offset(r) - 1,
			"malformed definition type 0x%02x", form);
	TRY(decode_valtypes(d, r, LIMIT_PARAMS, "parameters", &out->params, &out->param_count));
	return decode_valtypes(d, r, LIMIT_RESULTS, "results", &out->results, &out->result_count);
}

static wasix_result
decode_types(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;

	TRY(read_count(r, LIMIT_TYPES, "types", &m->type_count));
	m->types = arena_array(d->arena, m->type_count, sizeof *m->types);
	if (!m->types)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < m->type_count; i++)
		TRY(decode_functype(d, r, &m->types[i]));
	return WASIX_OK;
}

/* flags: bit 0 has a maximum, bit 1 shared, bit 2 64-bit addresses, bit 3 custom page size. */
static wasix_result
decode_limits(struct reader *r, bool may_be_shared, struct limits *out)
{
	uint64_t offset = reader_offset(r);
	uint8_t flags = 0;

	TRY(read_u8(r, &flags));
	if (flags >= 0x10 || (flags & 2 && !may_be_shared))
		return fail_at(
			r->err, WASIX_MALFORMED, offset, "malformed limits flags 0x%02x", flags);
	if (flags & 4)
		return fail_at(r->err, WASIX_UNSUPPORTED, offset,
			"uses memory64, which this version does not have");
	if (flags & 8)
		return fail_at(r->err, WASIX_UNSUPPORTED, offset,
			"uses custom page sizes, which this version does not have");
	out->shared = flags & 2;
	TRY(read_u64(r, &out->min));
	out->max = UINT64_MAX;
	if (flags & 1)
		TRY(read_u64(r, &out->max));
	return WASIX_OK;
}

static wasix_result
decode_tabletype(struct reader *r, struct tabletype *out)
{
	TRY(read_reftype(r, &out->element));
	return decode_limits(r, false, &out->limits);
}

static wasix_result
decode_globaltype(struct reader *r, struct globaltype *out)
{
	uint8_t mutability = 0;

	TRY(read_valtype(r, &out->kind));
	TRY(read_u8(r, &mutability));
	if (mutability > 1)
		return fail_at(r->err, WASIX_MALFORMED, reader_offset(r) - 1,
			"malformed mutability 0x%02x", mutability);
	out->is_mutable = mutability;
	return WASIX_OK;
}

static wasix_result
decode_tagtype(struct reader *r, uint32_t *type)
{
	uint8_t attribute = 0;

	TRY(read_u8(r, &attribute));
	if (attribute)
		return fail_at(r->err, WASIX_MALFORMED, reader_offset(r) - 1,
			"malformed tag attribute 0x%02x", attribute);
	return read_u32(r, type);
}

/* --- imports --- */

/* Room for all imports in the index space of one kind, made when the first of that kind comes. */
static wasix_result
import_space(struct decoder *d, void *array, size_t size, uint32_t count)
{
	return count ? WASIX_OK : array_extend(d, array, size, 0, d->m->import_count);
}

static wasix_result
decode_import_type(struct decoder *d, struct reader *r, struct import *im)
{
	struct wasix_module *m = d->m;

	switch (im->kind) {
	case WASIX_EXTERN_FUNC:
		im->index = m->function_count;
		TRY(import_space(d, &m->functions, sizeof *m->functions, m->function_count));
		return read_u32(r, &m->functions[m->function_count++].type);
	case WASIX_EXTERN_TABLE:
		im->index = m->table_count;
		TRY(import_space(d, &m->tables, sizeof *m->tables, m->table_count));
		return decode_tabletype(r, &m->tables[m->table_count++]);
	case WASIX_EXTERN_MEMORY:
		im->index = m->memory_count;
		TRY(import_space(d, &m->memories, sizeof *m->memories, m->memory_count));
		return decode_limits(r, true, &m->memories[m->memory_count++]);
	case WASIX_EXTERN_GLOBAL:
		im->index = m->global_count;
		TRY(import_space(d, &m->globals, sizeof *m->globals, m->global_count));
		return decode_globaltype(r, &m->globals[m->global_count++].type);
	case WASIX_EXTERN_TAG:
		im->index = m->tag_count;
		TRY(import_space(d, &m->tags, sizeof *m->tags, m->tag_count));
		return decode_tagtype(r, &m->tags[m->tag_count++]);
	}
	return WASIX_OK;
}

/* Kinds have the numbers of enum wasix_extern_kind. what: "import" or "export". */
static wasix_result
decode_extern_kind(struct reader *r, const char *what, wasix_extern_kind *out)
{
	uint8_t kind = 0;

	TRY(read_u8(r, &kind));
	if (kind > WASIX_EXTERN_TAG)
		return fail_at(r->err, WASIX_MALFORMED, reader_offset(r) - 1,
			"malformed %s kind 0x%02x", what, kind);
	*out = (wasix_extern_kind)kind;
	return WASIX_OK;
}

static wasix_result
decode_import(struct decoder *d, struct reader *r, struct import *im)
{
	TRY(read_name(r, d->arena, &im->module, &im->module_len));
	TRY(read_name(r, d->arena, &im->name, &im->name_len));
	TRY(decode_extern_kind(r, "import", &im->kind));
	return decode_import_type(d, r, im);
}

static wasix_result
decode_imports(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;

	TRY(read_count(r, LIMIT_IMPORTS, "imports", &m->import_count));
	m->imports = arena_array(d->arena, m->import_count, sizeof *m->imports);
	if (!m->imports)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < m->import_count; i++)
		TRY(decode_import(d, r, &m->imports[i]));
	m->imported_function_count = m->function_count;
	m->imported_table_count = m->table_count;
	m->imported_memory_count = m->memory_count;
	m->imported_global_count = m->global_count;
	m->imported_tag_count = m->tag_count;
	return WASIX_OK;
}

/* --- the module's own items --- */

static wasix_result
decode_functions(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;
	uint32_t count = 0;

	TRY(read_count(r, LIMIT_FUNCTIONS, "functions", &count));
	TRY(array_extend(d, &m->functions, sizeof *m->functions, m->function_count, count));
	for (uint32_t i = 0; i < count; i++)
		TRY(read_u32(r, &m->functions[m->function_count++].type));
	return WASIX_OK;
}

/* 0x40 0x00 begins a table with an initialiser (spec 3.0, "Table Section"). */
static wasix_result
decode_table(struct decoder *d, struct reader *r, uint32_t index)
{
	struct wasix_module *m = d->m;
	uint8_t zero = 0;

	if (!reader_left(r) || *r->at != 0x40)
		return decode_tabletype(r, &m->tables[index]);
	r->at++;
	TRY(read_u8(r, &zero));
	if (zero)
		return fail_at(d->err, WASIX_MALFORMED, reader_offset(r) - 1, "zero byte expected");
	TRY(decode_tabletype(r, &m->tables[index]));
	return decode_const_expr(d, r, &m->table_inits[index]);
}

static wasix_result
decode_tables(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;
	uint32_t count = 0;

	TRY(read_count(r, LIMIT_TABLES, "tables", &count));
	TRY(array_extend(d, &m->tables, sizeof *m->tables, m->table_count, count));
	m->table_inits =
		arena_array(d->arena, (size_t)m->table_count + count, sizeof *m->table_inits);
	if (!m->table_inits)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < count; i++)
		TRY(decode_table(d, r, m->table_count++));
	return WASIX_OK;
}

static wasix_result
decode_memories(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;
	uint32_t count = 0;

	TRY(read_count(r, LIMIT_MEMORIES, "memories", &count));
	TRY(array_extend(d, &m->memories, sizeof *m->memories, m->memory_count, count));
	for (uint32_t i = 0; i < count; i++)
		TRY(decode_limits(r, true, &m->memories[m->memory_count++]));
	return WASIX_OK;
}

static wasix_result
decode_tags(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;
	uint32_t count = 0;

	TRY(read_count(r, LIMIT_TAGS, "tags", &count));
	TRY(array_extend(d, &m->tags, sizeof *m->tags, m->tag_count, count));
	for (uint32_t i = 0; i < count; i++)
		TRY(decode_tagtype(r, &m->tags[m->tag_count++]));
	return WASIX_OK;
}

static wasix_result
decode_globals(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;
	uint32_t count = 0;

	TRY(read_count(r, LIMIT_GLOBALS, "globals", &count));
	TRY(array_extend(d, &m->globals, sizeof *m->globals, m->global_count, count));
	for (uint32_t i = 0; i < count; i++) {
		struct global *g = &m->globals[m->global_count++];

		TRY(decode_globaltype(r, &g->type));
		TRY(decode_const_expr(d, r, &g->init));
	}
	return WASIX_OK;
}

static wasix_result
decode_exports(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;

	TRY(read_count(r, LIMIT_EXPORTS, "exports", &m->export_count));
	m->exports = arena_array(d->arena, m->export_count, sizeof *m->exports);
	if (!m->exports)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < m->export_count; i++) {
		struct export *ex = &m->exports[i];

		TRY(read_name(r, d->arena, &ex->name, &ex->name_len));
		TRY(decode_extern_kind(r, "export", &ex->kind));
		TRY(read_u32(r, &ex->index));
	}
	return WASIX_OK;
}

static wasix_result
decode_start(struct decoder *d, struct reader *r)
{
	d->m->has_start = true;
	return read_u32(r, &d->m->start);
}

static wasix_result
decode_data_count(struct decoder *d, struct reader *r)
{
	d->m->has_data_count_section = true;
	return read_u32(r, &d->data_count);
}

/* --- sections --- */

/* By section id. rank: place in the module; custom sections may stand anywhere. */
static const struct section {
	uint8_t rank;
	wasix_result (*decode)(struct decoder *d, struct reader *r);
} sections[] = {
	[0] = { 0, decode_custom },
	[1] = { 1, decode_types },
	[2] = { 2, decode_imports },
	[3] = { 3, decode_functions },
	[4] = { 4, decode_tables },
	[5] = { 5, decode_memories },
	[13] = { 6, decode_tags },
	[6] = { 7, decode_globals },
	[7] = { 8, decode_exports },
	[8] = { 9, decode_start },
	[9] = { 10, decode_elems },
	[12] = { 11, decode_data_count },
	[10] = { 12, decode_code },
	[11] = { 13, decode_datas },
};
#define SECTION_COUNT (sizeof sections / sizeof *sections)

static wasix_result
decode_section(struct decoder *d, struct reader *r, uint8_t *rank)
{
	uint64_t offset = reader_offset(r);
	struct reader body;
	uint32_t size = 0;
	uint8_t id = 0;

	TRY(read_u8(r, &id));
	if (id >= SECTION_COUNT)
		return fail_at(d->err, WASIX_MALFORMED, offset, "malformed section id %u", id);
	TRY(read_u32(r, &size));
	if (size > reader_left(r))
		return fail_at(d->err, WASIX_MALFORMED, offset,
			"length out of bounds: section %u has %u bytes, %zu are left", id, size,
			reader_left(r));
	if (id != 0 && sections[id].rank <= *rank)
		return fail_at(d->err, WASIX_MALFORMED, offset,
			"unexpected content after last section: section %u is repeated or out of "
			"order",
			id);
	if (id != 0)
		*rank = sections[id].rank;
	body = reader_part(r, size);
	TRY(sections[id].decode(d, &body));
	if (body.at != body.end)
		return reader_fail(&body, WASIX_MALFORMED,
			"section size mismatch: %zu bytes of section %u are left over",
			reader_left(&body), id);
	r->at += size;
	return WASIX_OK;
}

static wasix_result
decode_header(struct reader *r)
{
	static const uint8_t magic[4] = { 0, 'a', 's', 'm' }, version[4] = { 1, 0, 0, 0 };
	size_t left = reader_left(r);

	if (left < 4)
		return reader_fail(r, WASIX_MALFORMED, "unexpected end: magic header not detected");
	if (memcmp(r->at, magic, 4) != 0)
		return reader_fail(r, WASIX_MALFORMED,
			"magic header not detected: this is no WebAssembly module");
	r->at += 4;
	left -= 4;
	if (left < 4)
		return reader_fail(r, WASIX_MALFORMED, "unexpected end: unknown binary version");
	if (r->at[0] == 0x0d && r->at[2] == 1)
		return reader_fail(r, WASIX_UNSUPPORTED,
			"unknown binary version: this is a component, not a core module");
	if (memcmp(r->at, version, 4) != 0)
		return reader_fail(r, WASIX_MALFORMED, "unknown binary version");
	r->at += 4;
	return WASIX_OK;
}

/* What only the whole module tells. */
static wasix_result
check_counts(const struct decoder *d)
{
	const struct wasix_module *m = d->m;
	uint32_t own = m->function_count - m->imported_function_count;

	if (own != d->bodies)
		return fail_at(d->err, WASIX_MALFORMED, m->len,
			"function and code section have inconsistent lengths: %u types, %u bodies",
			own, d->bodies);
	if (m->has_data_count_section && d->data_count != m->data_count)
		return fail_at(d->err, WASIX_MALFORMED, m->len,
			"data count and data section have inconsistent lengths: %u announced, %u "
			"present",
			d->data_count, m->data_count);
	return WASIX_OK;
}

wasix_result
module_decode(struct wasix_module *m, wasix_error *err)
{
	struct decoder d = { .m = m, .arena = m->arena, .err = err };
	struct reader r = { m->bytes, m->bytes + m->len, m->bytes, err };
	uint8_t rank = 0;

	if (m->len == 0)
		return fail_at(err, WASIX_MALFORMED, 0, "unexpected end: the file is empty");
	if (m->len > UINT32_MAX)
		return fail(err, WASIX_LIMIT, "the module is larger than 4 GiB");
	TRY(decode_header(&r));
	while (r.at != r.end)
		TRY(decode_section(&d, &r, &rank));
	TRY(check_counts(&d));
	return decode_names(&d);
}
