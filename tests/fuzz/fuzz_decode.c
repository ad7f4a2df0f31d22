/* fuzz_decode.c -- libFuzzer target: any bytes through the decoder and the validator. What both
 * take is walked once more, as a code generator would, so that the promises of module.h and instr.h
 * are tried too.
 */
#include "arena.h"
#include "error.h"
#include "instr.h"
#include "module.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool condition)
{
	if (!condition)
		abort();
}

static void
walk_list(const struct instr *in)
{
	struct reader list = in->list;

	if (in->immediate == IMM_LABELS)
		for (uint32_t i = 0; i <= in->count; i++)
			instr_label(&list);
	if (in->immediate == IMM_TRY_TABLE)
		for (uint32_t i = 0; i < in->count; i++)
			instr_catch(&list);
}

static void
walk_body(const struct wasix_module *m, const struct function *f)
{
	struct reader r = { f->body.at, f->body.at + f->body.len, m->bytes, NULL };
	struct local_group group;
	uint32_t groups = 0;
	struct instr in;

	require(f->type < m->type_count);
	require(read_u32(&r, &groups) == WASIX_OK);
	while (groups-- > 0)
		require(read_local_group(&r, &group) == WASIX_OK);
	while (r.at != r.end) {
		require(read_instr(&r, &in) == WASIX_OK);
		walk_list(&in);
	}
	require(in.op == OP_END);
}

static void
walk_module(const struct wasix_module *m)
{
	for (uint32_t i = m->imported_function_count; i < m->function_count; i++)
		walk_body(m, &m->functions[i]);
	for (uint32_t i = 0; i < m->export_count; i++)
		require(strlen(m->exports[i].name) <= m->exports[i].name_len);
	for (uint32_t i = 0; i < m->data_count; i++)
		require(m->datas[i].bytes.at + m->datas[i].bytes.len <= m->bytes + m->len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wasix_module m = { .bytes = data, .len = size, .arena = arena_new() };
	wasix_error err = { 0 };
	wasix_result result = module_decode(&m, &err);

	if (result == WASIX_OK)
		result = module_validate(&m, &err);
	if (result == WASIX_OK)
		walk_module(&m);
	else
		require(err.code == result && err.text[0]);
	arena_delete(m.arena);
	return 0;
}
