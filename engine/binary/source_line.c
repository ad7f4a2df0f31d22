/* source_line.c -- reads .debug_line (DWARF, "Line Number Information"), which linkers put into a
 * custom section of that name; addresses count from the contents of the code section.
 *
 * A table is a program that makes rows of address, file and line; the row at or before an address
 * holds up to the next. Nothing here is trusted: what makes no sense ends the search.
 */
#include "source_line.h"

#include "module.h"
#include "reader.h"

#include <string.h>

/* The content and form codes that line tables use. */
enum { CONTENT_PATH = 1, CONTENT_DIRECTORY = 2 };
enum {
	FORM_DATA2 = 0x05,
	FORM_DATA4 = 0x06,
	FORM_DATA8 = 0x07,
	FORM_STRING = 0x08,
	FORM_BLOCK = 0x09,
	FORM_DATA1 = 0x0b,
	FORM_STRP = 0x0e,
	FORM_UDATA = 0x0f,
	FORM_DATA16 = 0x1e,
	FORM_LINE_STRP = 0x1f
};

enum {
	OP_EXTENDED = 0,
	OP_COPY = 1,
	OP_ADVANCE_PC = 2,
	OP_ADVANCE_LINE = 3,
	OP_SET_FILE = 4,
	OP_CONST_ADD_PC = 8,
	OP_FIXED_ADVANCE_PC = 9
};
enum { EXTENDED_END_SEQUENCE = 1, EXTENDED_SET_ADDRESS = 2 };

enum { ENTRY_FORMATS_MAX = 8, VERSION_MIN = 2, VERSION_MAX = 5, DWARF64 = 0xfffffff0 };

struct entry_format {
	uint64_t content[ENTRY_FORMATS_MAX], form[ENTRY_FORMATS_MAX];
	unsigned count;
};

struct line_table {
	const struct wasix_module *m;
	unsigned version;
	uint8_t instruction_length, line_range, opcode_base;
	int8_t line_base;
	const uint8_t *lengths;           /* operands of the standard opcodes, from opcode 1 */
	struct reader directories, files; /* where the lists begin */
	struct entry_format directory_format, file_format;
};

/* --- pieces --- */

static const struct custom_section *
section_find(const struct wasix_module *m, const char *name)
{
	size_t len = strlen(name);

	for (uint32_t i = 0; i < m->custom_count; i++)
		if (m->customs[i].name_len == len && memcmp(m->customs[i].name, name, len) == 0)
			return &m->customs[i];
	return NULL;
}

/* Of 1 to 8 bytes, little-endian. */
static wasix_result
read_fixed(struct reader *r, unsigned bytes, uint64_t *out)
{
	if (reader_left(r) < bytes)
		return WASIX_MALFORMED;
	*out = 0;
	for (unsigned i = 0; i < bytes; i++)
		*out |= (uint64_t)*r->at++ << 8 * i;
	return WASIX_OK;
}

static wasix_result
read_string(struct reader *r, const char **out)
{
	const uint8_t *end = memchr(r->at, 0, reader_left(r));

	if (!end)
		return WASIX_MALFORMED;
	*out = (const char *)r->at;
	r->at = end + 1;
	return WASIX_OK;
}

static wasix_result
skip(struct reader *r, uint64_t bytes)
{
	if (bytes > reader_left(r))
		return WASIX_MALFORMED;
	r->at += bytes;
	return WASIX_OK;
}

/* A string of another section, by its offset there. */
static wasix_result
section_string(
	const struct wasix_module *m, const char *section, struct reader *r, const char **out)
{
	const struct custom_section *c = section_find(m, section);
	uint64_t at;

	TRY(read_fixed(r, 4, &at));
	if (!c || at >= c->bytes.len)
		return WASIX_MALFORMED;
	struct reader strings = { c->bytes.at + at, c->bytes.at + c->bytes.len, NULL, NULL };
	return read_string(&strings, out);
}

/* --- lists of directories and files --- */

/* A value of an entry of version 5: a string or a number. */
static wasix_result
read_form(const struct line_table *t, struct reader *r, uint64_t form, const char **string,
	uint64_t *number)
{
	switch (form) {
	case FORM_STRING:
		return read_string(r, string);
	case FORM_LINE_STRP:
		return section_string(t->m, ".debug_line_str", r, string);
	case FORM_STRP:
		return section_string(t->m, ".debug_str", r, string);
	case FORM_UDATA:
		return read_u64(r, number);
	case FORM_DATA1:
		return read_fixed(r, 1, number);
	case FORM_DATA2:
		return read_fixed(r, 2, number);
	case FORM_DATA4:
		return read_fixed(r, 4, number);
	case FORM_DATA8:
		return skip(r, 8);
	case FORM_DATA16:
		return skip(r, 16);
	case FORM_BLOCK:
		TRY(read_u64(r, number));
		return skip(r, *number);
	default:
		return WASIX_MALFORMED;
	}
}

static wasix_result
read_entry(const struct line_table *t, const struct entry_format *format, struct reader *r,
	const char **path, uint64_t *directory)
{
	*path = "";
	*directory = 0;
	for (unsigned i = 0; i < format->count; i++) {
		const char *string = "";
		uint64_t number = 0;
		TRY(read_form(t, r, format->form[i], &string, &number));
		if (format->content[i] == CONTENT_PATH)
			*path = string;
		else if (format->content[i] == CONTENT_DIRECTORY)
			*directory = number;
	}
	return WASIX_OK;
}

static wasix_result
read_entry_format(struct reader *r, struct entry_format *out)
{
	uint64_t count;

	TRY(read_fixed(r, 1, &count));
	if (count > ENTRY_FORMATS_MAX)
		return WASIX_MALFORMED;
	out->count = (unsigned)count;
	for (unsigned i = 0; i < count; i++) {
		TRY(read_u64(r, &out->content[i]));
		TRY(read_u64(r, &out->form[i]));
	}
	return WASIX_OK;
}

/* Entry `index` of a list of version 5, which begins with its format's entries counted. */
static wasix_result
entry_v5(const struct line_table *t, struct reader r, const struct entry_format *format,
	uint64_t index, const char **path, uint64_t *directory)
{
	uint64_t count;

	TRY(read_u64(&r, &count));
	if (index >= count)
		return WASIX_MALFORMED;
	do
		TRY(read_entry(t, format, &r, path, directory));
	while (index-- > 0);
	return WASIX_OK;
}

/* Before version 5 lists end with an empty string, and count from 1; directory 0 is the
 * compiler's own, which these tables do not name. */
static wasix_result
string_v4(struct reader r, uint64_t index, bool is_file, const char **path, uint64_t *directory)
{
	uint64_t ignored;

	for (*path = ""; index > 0; index--) {
		TRY(read_string(&r, path));
		if (!**path)
			return WASIX_MALFORMED;
		if (!is_file)
			continue;
		TRY(read_u64(&r, directory));
		TRY(read_u64(&r, &ignored)); /* time, length */
		TRY(read_u64(&r, &ignored));
	}
	return WASIX_OK;
}

static wasix_result
name_file(const struct line_table *t, uint64_t file, struct source_line *out)
{
	uint64_t directory = 0, none;

	out->directory = out->file = "";
	if (t->version >= 5) {
		TRY(entry_v5(t, t->files, &t->file_format, file, &out->file, &directory));
		if (*out->file != '/')
			TRY(entry_v5(t, t->directories, &t->directory_format, directory,
				&out->directory, &none));
		return WASIX_OK;
	}
	TRY(string_v4(t->files, file, true, &out->file, &directory));
	return *out->file == '/'
		       ? WASIX_OK
		       : string_v4(t->directories, directory, false, &out->directory, &none);
}

/* --- header --- */

static wasix_result
read_lists(struct line_table *t, struct reader *r)
{
	const char *string;

	if (t->version >= 5) {
		uint64_t count, directory;
		TRY(read_entry_format(r, &t->directory_format));
		t->directories = *r;
		TRY(read_u64(r, &count));
		for (uint64_t i = 0; i < count; i++) {
			if (r->at == r->end)
				return WASIX_MALFORMED;
			TRY(read_entry(t, &t->directory_format, r, &string, &directory));
		}
		TRY(read_entry_format(r, &t->file_format));
		t->files = *r;
		return WASIX_OK;
	}
	t->directories = *r;
	do
		TRY(read_string(r, &string));
	while (*string);
	t->files = *r;
	return WASIX_OK;
}

/* Leaves r at the program. */
static wasix_result
read_header(struct line_table *t, struct reader *r)
{
	uint64_t v;

	TRY(read_fixed(r, 2, &v));
	if (v < VERSION_MIN || v > VERSION_MAX)
		return WASIX_MALFORMED;
	t->version = (unsigned)v;
	if (t->version >= 5)
		TRY(skip(r, 2)); /* sizes of addresses and segment selectors */
	TRY(read_fixed(r, 4, &v));
	if (v > reader_left(r))
		return WASIX_MALFORMED;
	struct reader lists = reader_part(r, (size_t)v);
	r->at += v;
	TRY(read_u8(&lists, &t->instruction_length));
	TRY(skip(&lists, t->version >= 4 ? 2 : 1)); /* operations an instruction, default_is_stmt */
	TRY(read_fixed(&lists, 1, &v));
	t->line_base = (int8_t)v;
	TRY(read_u8(&lists, &t->line_range));
	TRY(read_u8(&lists, &t->opcode_base));
	if (!t->line_range || !t->opcode_base)
		return WASIX_MALFORMED;
	t->lengths = lists.at;
	TRY(skip(&lists, t->opcode_base - 1u));
	return read_lists(t, &lists);
}

/* --- program --- */

struct row {
	uint64_t address, file;
	int64_t line;
};

struct search {
	const struct line_table *table;
	uint64_t target;
	struct row now, last;
	bool has_last, found;
};

static void
restart(struct search *s)
{
	s->now = (struct row){ .file = 1, .line = 1 };
	s->has_last = false;
}

static void
emit(struct search *s)
{
	s->found = s->has_last && s->last.address <= s->target && s->target < s->now.address;
	s->last = s->found ? s->last : s->now;
	s->has_last = true;
}

static void
advance(struct search *s, uint64_t instructions)
{
	s->now.address += instructions * s->table->instruction_length;
}

static wasix_result
run_extended(struct search *s, struct reader *r)
{
	uint64_t len;
	uint8_t code = 0;

	TRY(read_u64(r, &len));
	if (len == 0 || len > reader_left(r))
		return WASIX_MALFORMED;
	struct reader operands = reader_part(r, (size_t)len);
	r->at += len;
	TRY(read_u8(&operands, &code));
	if (code == EXTENDED_SET_ADDRESS)
		return read_fixed(&operands, len - 1 < 8 ? (unsigned)len - 1 : 8, &s->now.address);
	if (code == EXTENDED_END_SEQUENCE) {
		emit(s);
		if (!s->found)
			restart(s);
	}
	return WASIX_OK;
}

static wasix_result
run_standard(struct search *s, struct reader *r, uint8_t opcode)
{
	uint64_t v;
	int64_t delta;

	switch (opcode) {
	case OP_EXTENDED:
		return run_extended(s, r);
	case OP_COPY:
		emit(s);
		return WASIX_OK;
	case OP_ADVANCE_PC:
		TRY(read_u64(r, &v));
		advance(s, v);
		return WASIX_OK;
	case OP_ADVANCE_LINE:
		TRY(read_s64(r, &delta));
		s->now.line = (int64_t)((uint64_t)s->now.line + (uint64_t)delta);
		return WASIX_OK;
	case OP_SET_FILE:
		return read_u64(r, &s->now.file);
	case OP_CONST_ADD_PC:
		advance(s, (255u - s->table->opcode_base) / s->table->line_range);
		return WASIX_OK;
	case OP_FIXED_ADVANCE_PC:
		TRY(read_fixed(r, 2, &v));
		s->now.address += v;
		return WASIX_OK;
	default: /* of no meaning here, or unknown: its operands are counted */
		for (unsigned i = 0; i < s->table->lengths[opcode - 1]; i++)
			TRY(read_u64(r, &v));
		return WASIX_OK;
	}
}

/* Until the row is found, or the program's end. */
static wasix_result
run_program(struct search *s, struct reader *r)
{
	const struct line_table *t = s->table;

	restart(s);
	while (!s->found && r->at != r->end) {
		uint8_t opcode = *r->at++;
		if (opcode < t->opcode_base) {
			TRY(run_standard(s, r, opcode));
			continue;
		}
		unsigned special = (unsigned)opcode - t->opcode_base;
		advance(s, special / t->line_range);
		s->now.line = (int64_t)((uint64_t)s->now.line +
					(uint64_t)(int64_t)(t->line_base +
							    (int)(special % t->line_range)));
		emit(s);
	}
	return WASIX_OK;
}

/* --- all tables --- */

bool
source_line_find(const struct wasix_module *m, uint64_t offset, struct source_line *out)
{
	const struct custom_section *c = section_find(m, ".debug_line");

	if (!c || offset < m->code_offset)
		return false;
	struct reader r = { c->bytes.at, c->bytes.at + c->bytes.len, NULL, NULL };
	uint64_t len;
	while (read_fixed(&r, 4, &len) == WASIX_OK && len < DWARF64 && len <= reader_left(&r)) {
		struct line_table t = { .m = m };
		struct search s = { .table = &t, .target = offset - m->code_offset };
		struct reader unit = reader_part(&r, (size_t)len);

		r.at += len;
		if (read_header(&t, &unit) != WASIX_OK || run_program(&s, &unit) != WASIX_OK ||
			!s.found)
			continue;
		out->line = (uint32_t)s.last.line;
		return name_file(&t, s.last.file, out) == WASIX_OK;
	}
	return false;
}
