/* rows_types.c -- parameters of the rows of functions.def and the types of types.def, for people.
 */
#include "host.h"

#include "types.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- parameters --- */

/* As wasix_abi_param. Texts lie in the rows of all these tables, see struct abi_param. */
struct param_row {
	char name[24]; /* "" ends a list */
	char type[24];
	char flow[8];
};

#define PASTE_(a, b)      a##b
#define PASTE(a, b)       PASTE_(a, b)
#define P(type, name)     { #name, #type, "value" }
#define IN(type, name)    { #name, #type, "in" }
#define OUT(type, name)   { #name, #type, "out" }
#define INOUT(type, name) { #name, #type, "in out" }
#define FNAS(module, result, import_name, handler, needs, status, summary, ...) \
	static const struct param_row PASTE(                                    \
		PARAMS_, __LINE__)[] = { __VA_ARGS__ __VA_OPT__(, ){ 0 } };
#include "functions.def"

#define P(type, name)
#define PTR(type, name)
#define FNAS(module, result, import_name, handler, needs, status, summary, ...) \
	PASTE(PARAMS_, __LINE__),
static const struct param_row *const PARAMS[] = {
#include "functions.def"
};

bool
wasix_abi_param_get(size_t row, size_t n, wasix_abi_param *out)
{
	if (row >= sizeof PARAMS / sizeof *PARAMS)
		return false;
	for (size_t i = 0; i <= n; i++)
		if (!*PARAMS[row][i].name)
			return false;
	const struct param_row *param = &PARAMS[row][n];
	*out = (wasix_abi_param){ param->name, param->type, param->flow };
	return true;
}

/* --- types --- */

enum form { FORM_TEXT, FORM_ENUM, FORM_FLAGS, FORM_STRUCT };

/* text: what a number means, or the name of the group in NAMES. */
static const struct {
	char name[40], number[12], text[120];
	enum form form;
	unsigned size;
} TYPES[] = {
#define NUMBER(name, ctype)        { #name, #name, "a number", FORM_TEXT, 0 },
#define SCALAR(name, number, text) { #name, #number, text, FORM_TEXT, 0 },
#define ENUM(name, NAME, number)   { #name, #number, #NAME, FORM_ENUM, 0 },
#define FLAGS(name, NAME, number)  { #name, #number, #NAME, FORM_FLAGS, 0 },
#define STRUCT(name, size, align)  { #name, "", "", FORM_STRUCT, size },
#include "types.def"
	{ "errno", "u16", "a row of errno.def", FORM_TEXT, 0 },
	{ "ptr_u8", "u32", "address of a string that ends with NUL", FORM_TEXT, 0 },
};

static const struct {
	char group[40], name[40];
	unsigned long long value; /* of an enumeration; the bit of a flag */
} NAMES[] = {
#define ENUMERATOR(NAME, VALUE_NAME, number) { #NAME, #VALUE_NAME, number },
#define FLAG(NAME, FLAG_NAME, bit)           { #NAME, #FLAG_NAME, bit },
#include "types.def"
};

/* Members of layouts; those of a union share their offset. */
static const struct {
	char owner[40], type[40], name[40];
	unsigned offset, count;
} MEMBERS[] = {
#define MEMBER(owner, type, name, offset, count)      { #owner, #type, #name, offset, count },
#define FIELD(owner, type, name, offset)              MEMBER(owner, type, name, offset, 1)
#define FIELD_STRUCT(owner, type, name, offset)       MEMBER(owner, type, name, offset, 1)
#define FIELD_ARRAY(owner, type, name, count, offset) MEMBER(owner, type, name, offset, count)
#define CASE(owner, type, name, offset)               MEMBER(owner, type, name, offset, 1)
#define CASE_STRUCT(owner, type, name, offset)        MEMBER(owner, type, name, offset, 1)
#define CASE_ARRAY(owner, type, name, count, offset)  MEMBER(owner, type, name, offset, count)
#include "types.def"
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void
print_names(FILE *f, const char *group)
{
	for (size_t i = 0, n = 0; i < COUNT(NAMES); i++)
		if (strcmp(NAMES[i].group, group) == 0)
			fprintf(f, "%s%s %llu", n++ ? ", " : " ", NAMES[i].name, NAMES[i].value);
}

static void
print_members(FILE *f, const char *owner)
{
	for (size_t i = 0, n = 0; i < COUNT(MEMBERS); i++) {
		if (strcmp(MEMBERS[i].owner, owner) != 0)
			continue;
		fprintf(f, "%s%s %s", n++ ? ", " : " ", MEMBERS[i].type, MEMBERS[i].name);
		if (MEMBERS[i].count > 1)
			fprintf(f, "[%u]", MEMBERS[i].count);
		fprintf(f, " at %u", MEMBERS[i].offset);
	}
}

static void
print_type(FILE *f, size_t i)
{
	switch (TYPES[i].form) {
	case FORM_TEXT:
		fprintf(f, "%s: %s", TYPES[i].number, TYPES[i].text);
		break;
	case FORM_ENUM:
		fprintf(f, "%s, one of", TYPES[i].number);
		print_names(f, TYPES[i].text);
		break;
	case FORM_FLAGS:
		fprintf(f, "%s, any bits of", TYPES[i].number);
		print_names(f, TYPES[i].text);
		break;
	case FORM_STRUCT:
		fprintf(f, "%u bytes:", TYPES[i].size);
		print_members(f, TYPES[i].name);
		break;
	}
}

size_t
wasix_abi_type_describe(const char *type, char *out, size_t size)
{
	size_t i = 0;

	while (i < COUNT(TYPES) && strcmp(TYPES[i].name, type) != 0)
		i++;
	if (i == COUNT(TYPES))
		return 0;
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);
	if (!f)
		return 0;
	print_type(f, i);
	if (fclose(f) != 0)
		len = 0;
	else if (size > 0)
		snprintf(out, size, "%s", text);
	free(text);
	return len;
}
