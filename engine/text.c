/* text.c -- types of imports and exports as text, in the notation of wasix.h. */
#include "runtime.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Appends what fits; the end of a cut text becomes "...". */
struct text {
	char *at;
	size_t size, len;
};

static void
text_add(struct text *t, const char *part)
{
	size_t len = strlen(part), room = t->size - 1 - t->len;

	if (len > room) {
		memcpy(t->at + t->len, part, room);
		t->len = t->size - 1;
		memcpy(t->at + t->len - 3, "...", 3);
	} else {
		memcpy(t->at + t->len, part, len);
		t->len += len;
	}
	t->at[t->len] = 0;
}

static void
text_add_kinds(struct text *t, const uint8_t *kinds, uint32_t count, bool parentheses)
{
	if (parentheses)
		text_add(t, "(");
	for (uint32_t i = 0; i < count; i++) {
		text_add(t, i ? ", " : "");
		text_add(t, kind_name(kinds[i]));
	}
	if (parentheses)
		text_add(t, ")");
}

static void
text_add_functype(struct text *t, const struct functype *type)
{
	text_add_kinds(t, type->params, type->param_count, true);
	text_add(t, " -> ");
	text_add_kinds(t, type->results, type->result_count, type->result_count != 1);
}

static void
text_add_limits(struct text *t, const struct limits *limits)
{
	char number[48];

	snprintf(number, sizeof number, " %" PRIu64, limits->min);
	text_add(t, number);
	if (limits->max != UINT64_MAX) {
		snprintf(number, sizeof number, " %" PRIu64, limits->max);
		text_add(t, number);
	}
	if (limits->shared)
		text_add(t, " shared");
}

static void
text_add_table(struct text *t, uint8_t element, const struct limits *limits)
{
	text_add(t, "table");
	text_add_limits(t, limits);
	text_add(t, " ");
	text_add(t, kind_name(element));
}

static void
text_add_global(struct text *t, struct globaltype type)
{
	text_add(t, type.is_mutable ? "mut " : "");
	text_add(t, kind_name(type.kind));
}

static void
text_add_tag(struct text *t, const struct functype *type)
{
	text_add(t, "tag ");
	text_add_kinds(t, type->params, type->param_count, true);
}

void
functype_text(const struct functype *type, char *out, size_t size)
{
	struct text t = { out, size, 0 };
	text_add_functype(&t, type);
}

void
module_type_text(const struct wasix_module *m, wasix_extern_kind kind, uint32_t index,
	char out[static WASIX_TYPE_TEXT_MAX])
{
	struct text t = { out, WASIX_TYPE_TEXT_MAX, 0 };

	*out = 0;
	switch (kind) {
	case WASIX_EXTERN_FUNC:
		text_add_functype(&t, module_functype(m, index));
		break;
	case WASIX_EXTERN_TABLE:
		text_add_table(&t, m->tables[index].element, &m->tables[index].limits);
		break;
	case WASIX_EXTERN_MEMORY:
		text_add(&t, "memory");
		text_add_limits(&t, &m->memories[index]);
		break;
	case WASIX_EXTERN_GLOBAL:
		text_add_global(&t, m->globals[index].type);
		break;
	case WASIX_EXTERN_TAG:
		text_add_tag(&t, &m->types[m->tags[index]]);
		break;
	}
}

void
externtype_text(const wasix_extern *item, char out[static WASIX_TYPE_TEXT_MAX])
{
	struct text t = { out, WASIX_TYPE_TEXT_MAX, 0 };
	struct limits limits;

	*out = 0;
	switch (item->kind) {
	case WASIX_EXTERN_FUNC:
		text_add_functype(&t, item->of.func->type);
		break;
	case WASIX_EXTERN_TABLE:
		limits = table_limits(item->of.table);
		text_add_table(&t, item->of.table->element, &limits);
		break;
	case WASIX_EXTERN_MEMORY:
		limits = memory_limits(item->of.memory);
		text_add(&t, "memory");
		text_add_limits(&t, &limits);
		break;
	case WASIX_EXTERN_GLOBAL:
		text_add_global(&t, item->of.global->type);
		break;
	case WASIX_EXTERN_TAG:
		text_add_tag(&t, item->of.tag->type);
		break;
	}
}

void
module_import_type_text(
	const struct wasix_module *m, size_t index, char out[static WASIX_TYPE_TEXT_MAX])
{
	module_type_text(m, m->imports[index].kind, m->imports[index].index, out);
}

void
module_import_info(const struct wasix_module *m, size_t index, wasix_import_info *out)
{
	memset(out, 0, sizeof *out);
	out->module = m->imports[index].module;
	out->name = m->imports[index].name;
	out->kind = m->imports[index].kind;
	out->index = m->imports[index].index;
	module_import_type_text(m, index, out->type);
}

const struct functype *
module_import_functype(const struct wasix_module *m, size_t index)
{
	const struct import *i = &m->imports[index];
	return i->kind == WASIX_EXTERN_FUNC ? module_functype(m, i->index) : NULL;
}
