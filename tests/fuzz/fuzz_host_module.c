/* fuzz_host_module.c -- the binary module that imports every row of functions.def and exports it
 * again, and lists every extension (spec, "Binary Format").
 */
#include "fuzz_host.h"

#include "extension.h"
#include "fuzz_scratch.h"

#include <stdio.h>
#include <string.h>

enum { MODULE_BYTES_MAX = 65536, SECTION_BYTES_MAX = 32768 };
enum {
	SECTION_TYPE = 1,
	SECTION_IMPORT,
	SECTION_FUNCTION,
	SECTION_TABLE,
	SECTION_MEMORY,
	SECTION_GLOBAL,
	SECTION_EXPORT
};
enum {
	SECTION_CUSTOM = 0,
	SECTION_ELEMENT = 9,
	SECTION_CODE = 10,
	EXPORT_FUNCTION = 0,
	EXPORT_MEMORY = 2,
	EXPORT_GLOBAL,
	TYPE_FUNCTION = 0x60
};

struct bytes {
	uint8_t *at;
	size_t len, size;
};

static void
put_byte(struct bytes *b, unsigned byte)
{
	require(b->len < b->size, "the guest module is too large");
	b->at[b->len++] = (uint8_t)byte;
}

/* LEB128 */
static void
put_u32(struct bytes *b, size_t n)
{
	for (; n >= 0x80; n >>= 7)
		put_byte(b, 0x80 | (n & 0x7f));
	put_byte(b, (unsigned)n);
}

static void
put_bytes(struct bytes *b, const void *from, size_t len)
{
	for (size_t i = 0; i < len; i++)
		put_byte(b, ((const uint8_t *)from)[i]);
}

static void
put_name(struct bytes *b, const char *name)
{
	put_u32(b, strlen(name));
	put_bytes(b, name, strlen(name));
}

static void
put_section(struct bytes *module, unsigned id, void (*fill)(struct bytes *))
{
	static uint8_t room[SECTION_BYTES_MAX];
	struct bytes section = { room, 0, sizeof room };

	fill(&section);
	put_byte(module, id);
	put_u32(module, section.len);
	put_bytes(module, section.at, section.len);
}

/* Type n is row n's; then come the signal handlers' and the closures' functions'. */
static void
fill_types(struct bytes *b)
{
	static const uint8_t HANDLER[] = { TYPE_FUNCTION, 1, WASIX_I32, 0 };
	static const uint8_t BACKING[] = { TYPE_FUNCTION, 3, WASIX_I32, WASIX_I32, WASIX_I32, 0 };

	put_u32(b, abi_row_count() + 2);
	for (size_t i = 0; i < abi_row_count(); i++) {
		const struct functype *type = &abi_row_at(i)->type;
		put_byte(b, TYPE_FUNCTION);
		put_u32(b, type->param_count);
		put_bytes(b, type->params, type->param_count);
		put_u32(b, type->result_count);
		put_bytes(b, type->results, type->result_count);
	}
	put_bytes(b, HANDLER, sizeof HANDLER);
	put_bytes(b, BACKING, sizeof BACKING);
}

static void
fill_imports(struct bytes *b)
{
	put_u32(b, abi_row_count());
	for (size_t i = 0; i < abi_row_count(); i++) {
		put_name(b, abi_row_at(i)->module);
		put_name(b, abi_row_at(i)->name);
		put_byte(b, EXPORT_FUNCTION);
		put_u32(b, i);
	}
}

static void
fill_functions(struct bytes *b)
{
	put_u32(b, 3);
	put_u32(b, abi_row_count());
	put_u32(b, abi_row_count());
	put_u32(b, abi_row_count() + 1);
}

/* Four entries and no maximum. */
static void
fill_tables(struct bytes *b)
{
	static const uint8_t TABLE[] = { 1, WASIX_FUNCREF, 0, 4 };
	put_bytes(b, TABLE, sizeof TABLE);
}

/* The stack pointer: 8192. */
static void
fill_globals(struct bytes *b)
{
	static const uint8_t GLOBAL[] = { 1, WASIX_I32, 1, 0x41, 0x80, 0xc0, 0, 0x0b };
	put_bytes(b, GLOBAL, sizeof GLOBAL);
}

/* From 1 on: what closures can call, and a signal handler. */
static void
fill_elements(struct bytes *b)
{
	static const uint8_t AT[] = { 1, 0, 0x41, 1, 0x0b, 2 };
	put_bytes(b, AT, sizeof AT);
	put_u32(b, abi_row_count() + 2);
	put_u32(b, abi_row_count());
}

static void
fill_memories(struct bytes *b)
{
	static const uint8_t MEMORY[] = { 1, 1, GUEST_PAGES, GUEST_PAGES_MAX };
	put_bytes(b, MEMORY, sizeof MEMORY);
}

static void
put_export(struct bytes *b, const char *name, unsigned kind, size_t index)
{
	put_name(b, name);
	put_byte(b, kind);
	put_u32(b, index);
}

static void
fill_exports(struct bytes *b)
{
	char number[16];

	put_u32(b, abi_row_count() + 4);
	for (size_t i = 0; i < abi_row_count(); i++) {
		snprintf(number, sizeof number, "%zu", i);
		put_export(b, number, EXPORT_FUNCTION, i);
	}
	put_export(b, "quiet", EXPORT_FUNCTION, abi_row_count());
	put_export(b, "again", EXPORT_FUNCTION, abi_row_count() + 1);
	put_export(b, "memory", EXPORT_MEMORY, 0);
	put_export(b, "__stack_pointer", EXPORT_GLOBAL, 0);
}

static void
fill_code(struct bytes *b)
{
	static const uint8_t QUIET[] = { 2, 0, 0x0b };
	uint8_t room[16];
	struct bytes again = { room, 0, sizeof room };
	const struct abi_row *raise = abi_row_find("wasi_snapshot_preview1", "proc_raise");

	put_byte(&again, 0);    /* no locals */
	put_byte(&again, 0x20); /* local.get 0 */
	put_byte(&again, 0);
	put_byte(&again, 0x10); /* call */
	put_u32(&again, (size_t)(raise - abi_row_at(0)));
	put_byte(&again, 0x1a); /* drop */
	put_byte(&again, 0x0b); /* end */
	put_u32(b, 3);
	put_bytes(b, QUIET, sizeof QUIET);
	put_u32(b, again.len);
	put_bytes(b, again.at, again.len);
	put_bytes(b, QUIET, sizeof QUIET);
}

static void
fill_extensions(struct bytes *b)
{
	put_name(b, "wasix.extensions");
	for (size_t i = 0; i < extension_count(); i++)
		put_bytes(b, extension_at(i)->name, strlen(extension_at(i)->name) + 1);
}

const uint8_t *
guest_module(size_t *len)
{
	static const uint8_t HEAD[] = { 0, 'a', 's', 'm', 1, 0, 0, 0 };
	static uint8_t room[MODULE_BYTES_MAX];
	struct bytes module = { room, 0, sizeof room };

	put_bytes(&module, HEAD, sizeof HEAD);
	put_section(&module, SECTION_TYPE, fill_types);
	put_section(&module, SECTION_IMPORT, fill_imports);
	put_section(&module, SECTION_FUNCTION, fill_functions);
	put_section(&module, SECTION_TABLE, fill_tables);
	put_section(&module, SECTION_MEMORY, fill_memories);
	put_section(&module, SECTION_GLOBAL, fill_globals);
	put_section(&module, SECTION_EXPORT, fill_exports);
	put_section(&module, SECTION_ELEMENT, fill_elements);
	put_section(&module, SECTION_CODE, fill_code);
	put_section(&module, SECTION_CUSTOM, fill_extensions);
	*len = module.len;
	return room;
}

const uint8_t *
program_module(size_t *len)
{
	static const uint8_t BYTES[] = { 0, 'a', 's', 'm', 1, 0, 0,
		0, /* a type: nothing to nothing */
		SECTION_TYPE, 4, 1, TYPE_FUNCTION, 0, 0, SECTION_FUNCTION, 2, 1, 0, SECTION_MEMORY,
		3, 1, 0, 1, SECTION_EXPORT, 19, 2, 6, 'm', 'e', 'm', 'o', 'r', 'y', EXPORT_MEMORY,
		0, 6, '_', 's', 't', 'a', 'r', 't', EXPORT_FUNCTION, 0, SECTION_CODE, 4, 1, 2, 0,
		0x0b };
	*len = sizeof BYTES;
	return BYTES;
}
