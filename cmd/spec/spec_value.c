/* spec_value.c -- values of core test scripts: parsed, compared, printed. Floats are handled as
 * bits. */
#include "spec.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct type {
	const char *name;
	wasix_kind kind;
} types[] = {
	{ "i32", WASIX_I32 },
	{ "i64", WASIX_I64 },
	{ "f32", WASIX_F32 },
	{ "f64", WASIX_F64 },
	{ "funcref", WASIX_FUNCREF },
	{ "externref", WASIX_EXTERNREF },
	{ "exnref", WASIX_EXNREF },
	/* the bottom types: only null is of them */
	{ "nullfuncref", WASIX_FUNCREF },
	{ "nullexternref", WASIX_EXTERNREF },
	{ "nullexnref", WASIX_EXNREF },
};

static const char *
json_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static const struct type *
type_find(const char *name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}

static const char *
kind_name(wasix_kind kind)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].kind == kind)
			return types[i].name;
	return "v128";
}

/* The script's number n as a reference: never null, never followed. */
static void *
reference(unsigned long long n)
{
	return (void *)(uintptr_t)(n + 1);
}

static bool
is_number(const char *text)
{
	return *text && strspn(text, "0123456789") == strlen(text);
}

static bool
is_null(const json_t *json)
{
	return strcmp(json_text(json, "value"), "null") == 0;
}

bool
spec_value_parse(const json_t *json, wasix_value *out)
{
	const struct type *type = type_find(json_text(json, "type"));
	const char *text = json_text(json, "value");
	unsigned long long n = strtoull(text, NULL, 10);

	if (!type || !(is_number(text) || is_null(json)))
		return false;
	memset(out, 0, sizeof *out);
	out->kind = type->kind;
	switch (type->kind) {
	case WASIX_I32:
	case WASIX_F32:
		out->of.i32 = (int32_t)(uint32_t)n;
		return true;
	case WASIX_I64:
	case WASIX_F64:
		out->of.i64 = (int64_t)n;
		return true;
	default:
		out->of.ref = is_null(json) ? NULL : reference(n);
		return true;
	}
}

static bool
nan_matches(const char *class, const wasix_value *v)
{
	bool canonical = strcmp(class, "nan:canonical") == 0;
	uint32_t low = (uint32_t)v->of.i32;
	uint64_t wide = (uint64_t)v->of.i64;

	if (!canonical && strcmp(class, "nan:arithmetic") != 0)
		return false;
	if (v->kind == WASIX_F32)
		return canonical ? (low & 0x7fffffff) == 0x7fc00000
				 : (low & 0x7fc00000) == 0x7fc00000;
	if (v->kind == WASIX_F64)
		return canonical ? (wide & UINT64_C(0x7fffffffffffffff)) ==
					   UINT64_C(0x7ff8000000000000)
				 : (wide & UINT64_C(0x7ff8000000000000)) ==
					   UINT64_C(0x7ff8000000000000);
	return false;
}

static bool
values_equal(const wasix_value *a, const wasix_value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case WASIX_I32:
	case WASIX_F32:
		return a->of.i32 == b->of.i32;
	case WASIX_I64:
	case WASIX_F64:
		return a->of.i64 == b->of.i64;
	default:
		return a->of.ref == b->of.ref;
	}
}

static bool
is_reference(wasix_kind kind)
{
	return kind == WASIX_FUNCREF || kind == WASIX_EXTERNREF || kind == WASIX_EXNREF;
}

static bool
either_matches(const json_t *choices, const wasix_value *actual)
{
	for (size_t i = 0; i < json_array_size(choices); i++)
		if (spec_value_matches(json_array_get(choices, i), actual))
			return true;
	return false;
}

bool
spec_value_matches(const json_t *expected, const wasix_value *actual)
{
	const char *name = json_text(expected, "type");
	const struct type *type = type_find(name);
	wasix_value value;

	if (strcmp(name, "either") == 0)
		return either_matches(json_object_get(expected, "values"), actual);
	if (strcmp(name, "refnull") == 0)
		return is_reference(actual->kind) && !actual->of.ref;
	if (!type || type->kind != actual->kind)
		return false;
	if (!json_object_get(expected, "value")) /* (ref.func), (ref.extern): any but null */
		return actual->of.ref != NULL;
	if (nan_matches(json_text(expected, "value"), actual))
		return true;
	return spec_value_parse(expected, &value) && values_equal(&value, actual);
}

void
spec_value_print(const wasix_value *v, char *text)
{
	const char *name = kind_name(v->kind);

	switch (v->kind) {
	case WASIX_I32:
		snprintf(text, SPEC_VALUE_TEXT_MAX, "i32:%" PRIu32, (uint32_t)v->of.i32);
		break;
	case WASIX_I64:
		snprintf(text, SPEC_VALUE_TEXT_MAX, "i64:%" PRIu64, (uint64_t)v->of.i64);
		break;
	case WASIX_F32:
		snprintf(text, SPEC_VALUE_TEXT_MAX, "f32:0x%08" PRIx32 " (%g)", (uint32_t)v->of.i32,
			(double)v->of.f32);
		break;
	case WASIX_F64:
		snprintf(text, SPEC_VALUE_TEXT_MAX, "f64:0x%016" PRIx64 " (%g)",
			(uint64_t)v->of.i64, v->of.f64);
		break;
	default:
		snprintf(text, SPEC_VALUE_TEXT_MAX, "%s:%s", name, v->of.ref ? "not null" : "null");
		break;
	}
}

void
spec_expectation_print(const json_t *expected, char *text)
{
	const char *value = json_text(expected, "value");
	wasix_value v;

	if (is_number(value) && spec_value_parse(expected, &v))
		spec_value_print(&v, text);
	else
		snprintf(text, SPEC_VALUE_TEXT_MAX, "%s:%s", json_text(expected, "type"),
			*value ? value : "any");
}
