/* module.h -- a decoded module as plain data; what decode.c makes, validate.c proves and every
 * later stage reads.
 *
 * Index spaces are the spec's: imports come first. All memory belongs to the module's arena; bytes
 * are borrowed from the embedder.
 */
#ifndef ENGINE_MODULE_H
#define ENGINE_MODULE_H

#include "wasix.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct dylink;

/* A piece of the module's bytes; offset is from the module's first byte. */
struct span {
	const uint8_t *at;
	uint32_t len;
};

struct functype {
	const uint8_t *params; /* enum wasix_kind, one byte each */
	const uint8_t *results;
	uint32_t param_count;
	uint32_t result_count;
};

struct limits {
	uint64_t min;
	uint64_t max; /* UINT64_MAX: none */
	bool shared;
};

struct tabletype {
	uint8_t element; /* WASIX_FUNCREF, WASIX_EXTERNREF, WASIX_EXNREF */
	struct limits limits;
};

struct globaltype {
	uint8_t kind;
	bool is_mutable;
};

struct import {
	const char *module; /* NUL-terminated copies in the arena; names with NUL inside keep their
			       length */
	const char *name;
	uint32_t module_len;
	uint32_t name_len;
	wasix_extern_kind kind;
	uint32_t index; /* in the index space of its kind */
};

struct export
{
	const char *name;
	uint32_t name_len;
	wasix_extern_kind kind;
	uint32_t index;
};

/* Constant expressions, decoded far enough to be evaluated without the module's bytes. */
enum const_op {
	CONST_VALUE,
	CONST_GLOBAL,
	CONST_REF_NULL,
	CONST_REF_FUNC,
	CONST_STEPS, /* of a const_expr: more than one instruction, or a v128 */
	CONST_ADD,   /* of a step: takes the two values before it; i32 or i64 */
	CONST_SUB,
	CONST_MUL,
};

/* Values that an expression may have at a time; decoding keeps to it. */
enum { CONST_DEPTH_MAX = 64 };

/* One instruction of CONST_STEPS, in the order of evaluation. */
struct const_step {
	uint8_t op;      /* enum const_op, not CONST_STEPS */
	uint8_t kind;    /* as in const_expr */
	uint32_t index;  /* as in const_expr */
	uint32_t offset; /* of the instruction in the module */
	uint64_t bits;   /* CONST_VALUE */
	uint64_t high;   /* the same, upper half of a v128 */
};

struct const_expr {
	uint8_t op;   /* enum const_op */
	uint8_t kind; /* enum wasix_kind of the result, CONST_GLOBAL: known after validation */
	bool malformed_for_validate; /* no whole constant expression: validate.c walks `code` and
					reports */
	uint32_t index;              /* CONST_GLOBAL (imported, or own and earlier than its user),
					CONST_REF_FUNC; CONST_STEPS: how many */
	union {
		uint64_t bits;            /* CONST_VALUE; zero-extended */
		struct const_step *steps; /* CONST_STEPS */
	};
	uint64_t offset;  /* of its first byte in the module */
	struct span code; /* including its end; empty for a function index of an element segment */
};

struct global {
	struct globaltype type;
	struct const_expr init; /* own globals only */
};

struct function {
	uint32_t type;    /* index in types */
	struct span body; /* locals and expression; own functions only */
	uint64_t offset;  /* of the body's first byte in the module */
	bool declared;    /* may be named by ref.func (spec, C.REFS) */
};

enum segment_mode { SEGMENT_ACTIVE, SEGMENT_PASSIVE, SEGMENT_DECLARED };

struct elem_segment {
	enum segment_mode mode;
	uint8_t kind; /* element type */
	uint32_t table;
	struct const_expr at; /* active */
	struct const_expr *items;
	uint32_t count;
	uint64_t offset;
};

struct data_segment {
	enum segment_mode mode;
	uint32_t memory;
	struct const_expr at;
	struct span bytes;
	uint64_t offset;
};

struct custom_section {
	const char *name; /* arena, NUL-terminated */
	uint32_t name_len;
	struct span bytes;
};

struct wasix_module {
	wasix_engine *engine;
	struct arena *arena;
	const uint8_t *bytes;
	size_t len;

	struct functype *types;
	uint32_t type_count;
	struct import *imports;
	uint32_t import_count;
	struct export *exports;
	uint32_t export_count;

	/* index spaces, imported ones first */
	struct function *functions;
	uint32_t function_count, imported_function_count;
	struct tabletype *tables;
	uint32_t table_count, imported_table_count;
	struct const_expr *table_inits; /* by table index; NULL: no table has one. code is empty for
					   those without */
	struct limits *memories;
	uint32_t memory_count, imported_memory_count;
	struct global *globals;
	uint32_t global_count, imported_global_count;
	uint32_t *tags; /* functype of each */
	uint32_t tag_count, imported_tag_count;

	struct elem_segment *elems;
	uint32_t elem_count;
	struct data_segment *datas;
	uint32_t data_count;
	bool has_data_count_section;

	bool has_start;
	uint32_t start;

	struct custom_section *customs;
	uint32_t custom_count;
	struct dylink *dylink;       /* NULL: the module is not linked at run time */
	const char *name;            /* of the name section, or NULL */
	const char **function_names; /* by function index, NULL where there is none; NULL if there
					is no usable name section */

	uint64_t code_offset, code_size; /* of the contents of the code section */
	uint64_t features;               /* bits 1 << enum feature, set by validate.c */
	bool validated;

	struct code *code; /* compiled code once loaded (load.c) */
	uint8_t hash[32];  /* SHA-256 of bytes; set by cache.c when it first needs it */
	bool has_hash;
};

/* Proposals that a module can use beyond 1.0; names for people in FEATURE_NAMES of api.c. */
enum feature {
	FEATURE_MULTI_VALUE,
	FEATURE_REFERENCE_TYPES,
	FEATURE_BULK_MEMORY,
	FEATURE_SIGN_EXTENSION,
	FEATURE_SATURATING_TRUNCATION,
	FEATURE_MUTABLE_GLOBALS,
	FEATURE_EXCEPTIONS,        /* try_table, exnref */
	FEATURE_LEGACY_EXCEPTIONS, /* try, catch, delegate, rethrow */
	FEATURE_THREADS,           /* shared memories, atomics */
	FEATURE_EXTENDED_CONST,
	FEATURE_SIMD,
	FEATURE_RELAXED_SIMD,
	FEATURE_TAIL_CALLS,
	FEATURE_MULTI_MEMORY,
	FEATURE_WIDE_ARITHMETIC,
	FEATURE_FUNCTION_REFERENCES, /* of them: table initialisers */
	FEATURE_COUNT
};

/* Of instructions of 1.0: no bit that anybody shows. */
#define FEATURE_CORE 63

/* Binary format to *m: grammar only. m is zeroed but for engine, arena, bytes, len. Errors:
 * MALFORMED, UNSUPPORTED, LIMIT. */
[[nodiscard]] wasix_result module_decode(struct wasix_module *m, wasix_error *err);

/* The spec's "Validation" over the whole module, function bodies included. Sets features and
 * const_expr kinds. Errors: INVALID, UNSUPPORTED; MALFORMED where the grammar of a function body is
 * broken. Safe on any output of module_decode. */
[[nodiscard]] wasix_result module_validate(struct wasix_module *m, wasix_error *err);

/* "i32", "funcref", ...; "any type" for what is none of them. (kind.c) */
const char *kind_name(uint8_t kind);
/* Whether it is a code of wasix.h at all, and one of a reference type. (kind.c) */
bool kind_is_value(unsigned kind);
bool kind_is_reference(unsigned kind);
/* For tables of functypes by hash: equal ones have equal hashes. (kind.c) */
bool functype_equal(const struct functype *a, const struct functype *b);
uint32_t functype_hash(const struct functype *type);

static inline const struct functype *
module_functype(const struct wasix_module *m, uint32_t function)
{
	return &m->types[m->functions[function].type];
}

#endif
