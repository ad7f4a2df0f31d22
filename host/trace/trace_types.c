/* trace_types.c -- types.def at run time: a value as text.
 *
 * The rows of types.def name the enumeration or layout that they belong to, so flat tables are
 * enough; they are searched from the start, since a traced call may be slow.
 */
#include "trace.h"

#include "types.h"

#include <inttypes.h>
#include <string.h>

/* --- tables --- */

enum form { FORM_NUMBER, FORM_ENUM, FORM_FLAGS, FORM_STRUCT };

enum group {
	GROUP_NONE,
#define ENUM(name, NAME, number)  GROUP_##NAME,
#define FLAGS(name, NAME, number) GROUP_##NAME,
#include "types.def"
};

struct type_info {
	enum form form;
	enum group group;
	uint8_t size;
	bool is_signed;
};

static const struct type_info TYPES[] = {
#define IS_SIGNED(ctype) ((ctype) - 1 < 1)
#define NUMBER(name, ctype) \
	[TYPE_##name] = { FORM_NUMBER, GROUP_NONE, sizeof(ctype), IS_SIGNED(ctype) },
#define SCALAR(name, number, text) \
	[TYPE_##name] = { FORM_NUMBER, GROUP_NONE, sizeof(abi_##name), IS_SIGNED(abi_##name) },
#define ENUM(name, NAME, number) \
	[TYPE_##name] = { FORM_ENUM, GROUP_##NAME, sizeof(abi_##name), false },
#define FLAGS(name, NAME, number) \
	[TYPE_##name] = { FORM_FLAGS, GROUP_##NAME, sizeof(abi_##name), false },
#define STRUCT(name, size, align) [TYPE_##name] = { FORM_STRUCT, GROUP_NONE, size, false },
#include "types.def"
	[TYPE_errno] = { FORM_NUMBER, GROUP_NONE, sizeof(abi_errno), false },
	[TYPE_ptr_u8] = { FORM_NUMBER, GROUP_NONE, sizeof(abi_ptr), false },
};

#define STRUCT(name, size, align) static_assert(size <= TYPE_SIZE_MAX, #name);
#include "types.def"

/* Values of enumerations, and flags. */
static const struct {
	enum group group;
	char name[40];
	uint64_t value;
} NAMES[] = {
#define ENUMERATOR(NAME, VALUE_NAME, number) { GROUP_##NAME, #VALUE_NAME, number },
#define FLAG(NAME, FLAG_NAME, bit)           { GROUP_##NAME, #FLAG_NAME, UINT64_C(1) << bit },
#include "types.def"
};

struct member {
	enum type_id owner;
	enum type_id type;
	char name[40];
	uint8_t offset;
	uint8_t count;
	bool is_case; /* of the union; the n-th holds when the first field is n */
};

#define MEMBER(owner, type, name, offset, count, is_case) \
	{ TYPE_##owner, TYPE_##type, #name, offset, count, is_case },
static const struct member MEMBERS[] = {
#define FIELD(owner, type, name, offset)        MEMBER(owner, type, name, offset, 1, false)
#define FIELD_STRUCT(owner, type, name, offset) MEMBER(owner, type, name, offset, 1, false)
#define FIELD_ARRAY(owner, type, name, count, offset) \
	MEMBER(owner, type, name, offset, count, false)
#define CASE(owner, type, name, offset)              MEMBER(owner, type, name, offset, 1, true)
#define CASE_STRUCT(owner, type, name, offset)       MEMBER(owner, type, name, offset, 1, true)
#define CASE_ARRAY(owner, type, name, count, offset) MEMBER(owner, type, name, offset, count, true)
#include "types.def"
};

enum { NAME_COUNT = sizeof NAMES / sizeof *NAMES, MEMBER_COUNT = sizeof MEMBERS / sizeof *MEMBERS };

static const char *const ERRNO_NAMES[] = {
#define ERR(number, NAME, text, host) [number] = #NAME,
#include "errno.def"
};

const char *
errno_name(uint32_t number)
{
	return number < sizeof ERRNO_NAMES / sizeof *ERRNO_NAMES ? ERRNO_NAMES[number] : NULL;
}

size_t
type_size(enum type_id type)
{
	return TYPES[type].size;
}

bool
type_is_struct(enum type_id type)
{
	return TYPES[type].form == FORM_STRUCT;
}

/* --- numbers --- */

static void
add_enum(struct text *t, enum group group, uint64_t value)
{
	for (size_t i = 0; i < NAME_COUNT; i++)
		if (NAMES[i].group == group && NAMES[i].value == value) {
			text_add(t, "%s", NAMES[i].name);
			return;
		}
	text_add(t, "%" PRIu64, value);
}

static void
add_flags(struct text *t, enum group group, uint64_t value)
{
	const char *between = "";

	for (size_t i = 0; i < NAME_COUNT; i++)
		if (NAMES[i].group == group && value & NAMES[i].value) {
			text_add(t, "%s%s", between, NAMES[i].name);
			value &= ~NAMES[i].value;
			between = "|";
		}
	if (value || !*between)
		text_add(t, value ? "%s0x%" PRIx64 : "%s%" PRIu64, between, value);
}

static int64_t
sign_extend(uint64_t value, size_t size)
{
	unsigned unused = 64 - 8 * (unsigned)size;
	return (int64_t)(value << unused) >> unused;
}

static void
add_plain(struct text *t, enum type_id type, uint64_t value)
{
	switch (type) {
	case TYPE_bool:
		text_add(t, value > 1 ? "%" PRIu64 : value ? "true" : "false", value);
		break;
	case TYPE_timestamp:
		text_add(t, "%" PRIu64 "ns", value);
		break;
	case TYPE_ptr:
	case TYPE_ptr_u8:
	case TYPE_userdata:
		text_add(t, "0x%" PRIx64, value);
		break;
	case TYPE_errno:
		if (value && errno_name((uint32_t)value))
			text_add(t, "%s", errno_name((uint32_t)value));
		else
			text_add(t, "%" PRIu64, value);
		break;
	default:
		if (TYPES[type].is_signed)
			text_add(t, "%" PRId64, sign_extend(value, TYPES[type].size));
		else
			text_add(t, "%" PRIu64, value);
		break;
	}
}

void
type_add_number(struct text *t, enum type_id type, uint64_t value)
{
	/* a descriptor has most of the 39 rights: their names would hide the rest of the line */
	if (type == TYPE_rights)
		text_add(t, "0x%" PRIx64, value);
	else if (type == TYPE_fd && (uint32_t)value == (uint32_t)FD_ROOT)
		text_add(t, "ROOT");
	else if (TYPES[type].form == FORM_ENUM)
		add_enum(t, TYPES[type].group, value);
	else if (TYPES[type].form == FORM_FLAGS)
		add_flags(t, TYPES[type].group, value);
	else
		add_plain(t, type, value);
}

/* --- layouts --- */

static void
add_member(struct text *t, const struct member *m, const uint8_t *bytes)
{
	size_t size = TYPES[m->type].size;

	bytes += m->offset;
	if (m->count == 1) {
		type_add_value(t, m->type, bytes);
	} else if (m->type == TYPE_u8 && m->count > 16) {
		text_add_quoted(t, bytes, strnlen((const char *)bytes, m->count));
	} else {
		for (size_t i = 0; i < m->count; i++) {
			text_add(t, i ? "," : "[");
			type_add_value(t, m->type, bytes + i * size);
		}
		text_add(t, "]");
	}
}

/* "some(5)", "clock{id=REALTIME, ...}", "none": the cases that hold nothing are declared as u8. */
static void
add_case(struct text *t, enum type_id owner, const uint8_t *bytes)
{
	unsigned skip = bytes[0];

	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		const struct member *m = &MEMBERS[i];
		if (m->owner != owner || !m->is_case || skip-- > 0)
			continue;
		text_add(t, "%s", m->name);
		if (type_is_struct(m->type)) {
			add_member(t, m, bytes);
		} else if (m->type != TYPE_u8) {
			text_add(t, "(");
			add_member(t, m, bytes);
			text_add(t, ")");
		}
		return;
	}
	text_add(t, "{tag=%u}", bytes[0]);
}

static bool
has_union(enum type_id type)
{
	for (size_t i = 0; i < MEMBER_COUNT; i++)
		if (MEMBERS[i].owner == type && MEMBERS[i].is_case)
			return true;
	return false;
}

static void
add_struct(struct text *t, enum type_id type, const uint8_t *bytes)
{
	const char *between = "{";

	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		const struct member *m = &MEMBERS[i];
		if (m->owner != type || strncmp(m->name, "reserved", 8) == 0)
			continue;
		text_add(t, "%s%s=", between, m->name);
		add_member(t, m, bytes);
		between = ", ";
	}
	text_add(t, "}");
}

void
type_add_value(struct text *t, enum type_id type, const uint8_t *bytes)
{
	uint64_t value = 0;

	if (!type_is_struct(type)) {
		memcpy(&value, bytes, TYPES[type].size); /* both little-endian */
		type_add_number(t, type, value);
	} else if (has_union(type)) {
		add_case(t, type, bytes);
	} else {
		add_struct(t, type, bytes);
	}
}
