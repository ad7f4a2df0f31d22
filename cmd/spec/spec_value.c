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
	{ "v128", WASIX_V128 },
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
	return "?";
}

/* The script's number n as a reference: never null, never followed. */
static void *
reference(unsigned long long n)
{
	return (void *)(uintptr_t)(n + 1);
}

static bool
is_reference(wasix_kind kind)
{
	return kind == WASIX_FUNCREF || kind == WASIX_EXTERNREF || kind == WASIX_EXNREF;
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

static bool
parse_scalar(const char *text, wasix_value *out)
{
	unsigned long long n = strtoull(text, NULL, 10);

	if (!is_number(text))
		return false;
	if (out->kind == WASIX_I32 || out->kind == WASIX_F32)
		out->of.i32 = (int32_t)(uint32_t)n;
	else
		out->of.i64 = (int64_t)n;
	return true;
}

/* --- lanes: {"type": "v128", "lane_type": "i8", "value": ["0", ...]} --- */

struct lanes {
	const json_t *items;
	size_t count, bytes; /* of one */
	wasix_kind kind;     /* WASIX_I32 for i8 and i16 too */
};

static bool
lanes_open(const json_t *json, struct lanes *out)
{
	static const struct {
		const char *name;
		size_t bytes;
		wasix_kind kind;
	} lane_types[] = {
		{ "i8", 1, WASIX_I32 },
		{ "i16", 2, WASIX_I32 },
		{ "i32", 4, WASIX_I32 },
		{ "i64", 8, WASIX_I64 },
		{ "f32", 4, WASIX_F32 },
		{ "f64", 8, WASIX_F64 },
	};

	for (size_t i = 0; i < sizeof lane_types / sizeof *lane_types; i++) {
		if (strcmp(lane_types[i].name, json_text(json, "lane_type")) != 0)
			continue;
		out->bytes = lane_types[i].bytes;
		out->kind = lane_types[i].kind;
		out->items = json_object_get(json, "value");
		out->count = json_array_size(out->items);
		return out->count == 16 / out->bytes;
	}
	return false;
}

static const char *
lane_text(const struct lanes *lanes, size_t i)
{
	const char *text = json_string_value(json_array_get(lanes->items, i));

	return text ? text : "";
}

/* Lane i of a vector as a scalar; what is above it in a wider one is zero. */
static wasix_value
lane_of(const struct lanes *lanes, const wasix_value *vector, size_t i)
{
	wasix_value lane = { .kind = lanes->kind };

	lane.of.i64 = 0;
	memcpy(&lane.of, vector->of.v128 + i * lanes->bytes, lanes->bytes);
	return lane;
}

static bool
parse_vector(const json_t *json, wasix_value *out)
{
	struct lanes lanes;

	if (!lanes_open(json, &lanes))
		return false;
	for (size_t i = 0; i < lanes.count; i++) {
		wasix_value lane = { .kind = lanes.kind };
		if (!parse_scalar(lane_text(&lanes, i), &lane))
			return false;
		memcpy(out->of.v128 + i * lanes.bytes, &lane.of, lanes.bytes);
	}
	return true;
}

/* --- whole values --- */

bool
spec_value_parse(const json_t *json, wasix_value *out)
{
	const struct type *type = type_find(json_text(json, "type"));
	const char *text = json_text(json, "value");

	if (!type)
		return false;
	memset(out, 0, sizeof *out);
	out->kind = type->kind;
	if (type->kind == WASIX_V128)
		return parse_vector(json, out);
	if (!is_reference(type->kind))
		return parse_scalar(text, out);
	out->of.ref = is_null(json) ? NULL : reference(strtoull(text, NULL, 10));
	return is_null(json) || is_number(text);
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

/* A number or a class of NaNs. */
static bool
scalar_matches(const char *text, const wasix_value *actual)
{
	wasix_value value = { .kind = actual->kind };

	return nan_matches(text, actual) ||
	       (parse_scalar(text, &value) && values_equal(&value, actual));
}

static bool
vector_matches(const json_t *expected, const wasix_value *actual)
{
	struct lanes lanes;

	if (!lanes_open(expected, &lanes))
		return false;
	for (size_t i = 0; i < lanes.count; i++) {
		wasix_value lane = lane_of(&lanes, actual, i);
		if (!scalar_matches(lane_text(&lanes, i), &lane))
			return false;
	}
	return true;
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
	if (actual->kind == WASIX_V128)
		return vector_matches(expected, actual);
	if (!is_reference(actual->kind))
		return scalar_matches(json_text(expected, "value"), actual);
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
	case WASIX_V128: { /* as v128.const i32x4 would be written */
		uint32_t lanes[4];
		memcpy(lanes, v->of.v128, sizeof lanes);
		snprintf(text, SPEC_VALUE_TEXT_MAX,
			"i32x4:0x%08" PRIx32 " 0x%08" PRIx32 " 0x%08" PRIx32 " 0x%08" PRIx32,
			lanes[0], lanes[1], lanes[2], lanes[3]);
		break;
	}
	default:
		snprintf(text, SPEC_VALUE_TEXT_MAX, "%s:%s", name, v->of.ref ? "not null" : "null");
		break;
	}
}

/* Lanes with classes of NaNs among them, or what one scalar is. */
static void
print_pattern(const json_t *expected, char *text)
{
	const char *value = json_text(expected, "value");
	struct lanes lanes;
	int n;

	n = snprintf(text, SPEC_VALUE_TEXT_MAX, "%s:", json_text(expected, "type"));
	if (!lanes_open(expected, &lanes)) {
		snprintf(text + n, SPEC_VALUE_TEXT_MAX - (size_t)n, "%s", *value ? value : "any");
		return;
	}
	for (size_t i = 0; i < lanes.count && n < SPEC_VALUE_TEXT_MAX; i++)
		n += snprintf(
			text + n, SPEC_VALUE_TEXT_MAX - (size_t)n, " %s", lane_text(&lanes, i));
}

void
spec_expectation_print(const json_t *expected, char *text)
{
	wasix_value v;

	if (spec_value_parse(expected, &v) && !is_reference(v.kind))
		spec_value_print(&v, text);
	else
		print_pattern(expected, text);
}
