/* instr.h -- one decoded instruction and the table of all (spec, "Instructions"); shared by the
 * validator and the code generators.
 *
 * Lists (labels of br_table, catch clauses of try_table) stay in the module's bytes: read_instr
 * checks their grammar once, then they are walked with instr_label and instr_catch, so that no
 * instruction needs memory.
 */
#ifndef ENGINE_INSTR_H
#define ENGINE_INSTR_H

#include "module.h"
#include "reader.h"

/* OP_I32_ADD, ... */
enum op {
#define OP(code, NAME, text, signature, immediates, FEATURE) OP_##NAME = code,
#include "opcodes.def"
#undef OP
};

/* SIGNATURE_ii_i, ... */
enum signature {
	SIGNATURE_X, /* not fixed */
#define SIGNATURE(name, ...) SIGNATURE_##name,
#include "signatures.def"
#undef SIGNATURE
	SIGNATURE_COUNT
};

struct signature_types {
	uint8_t result; /* enum wasix_kind, 0: none */
	uint8_t params[3];
	uint8_t param_count;
};
extern const struct signature_types signature_types[SIGNATURE_COUNT];

/* What follows the opcode, and where struct instr keeps it. */
enum immediate {
	IMM_NONE,
	IMM_BLOCK,         /* block */
	IMM_LABEL,         /* index: relative depth */
	IMM_LABELS,        /* count targets in list, then the default in list, which is index too */
	IMM_TRY_TABLE,     /* block, count clauses in list */
	IMM_FUNC,          /* index */
	IMM_TAG,           /* index */
	IMM_TYPE_TABLE,    /* index: type; index2: table */
	IMM_LOCAL,         /* index */
	IMM_GLOBAL,        /* index */
	IMM_TABLE,         /* index */
	IMM_TABLE_TABLE,   /* index: destination, index2: source */
	IMM_ELEM,          /* index: segment */
	IMM_ELEM_TABLE,    /* index: segment, index2: table */
	IMM_DATA,          /* index: segment */
	IMM_DATA_MEMORY,   /* index: segment, index2: memory */
	IMM_MEMORY,        /* index */
	IMM_MEMORY_MEMORY, /* index: destination, index2: source */
	IMM_TYPES,         /* count of types, kind: the last of them */
	IMM_REFTYPE,       /* kind */
	IMM_I32,           /* bits, zero-extended */
	IMM_I64,           /* bits */
	IMM_F32,           /* bits */
	IMM_F64,           /* bits */
	IMM_FENCE,         /* a zero byte */
	IMM_MEMARG1, /* align, bits: offset, index: memory; the number is the access's size in bytes
		      */
	IMM_MEMARG2,
	IMM_MEMARG4,
	IMM_MEMARG8,
	IMM_MEMARG16,
	IMM_ATOMIC1, /* the same; align must be natural */
	IMM_ATOMIC2,
	IMM_ATOMIC4,
	IMM_ATOMIC8,
	IMM_LANE_MEMARG1, /* the same as MEMARG; index2: lane of 16 bytes' worth of such */
	IMM_LANE_MEMARG2,
	IMM_LANE_MEMARG4,
	IMM_LANE_MEMARG8,
	IMM_LANE2, /* index: lane; the number is how many there are */
	IMM_LANE4,
	IMM_LANE8,
	IMM_LANE16,
	IMM_V128,    /* bits, high: 16 bytes, little-endian */
	IMM_SHUFFLE, /* the same: 16 lanes */
};

enum block_form { BLOCK_EMPTY, BLOCK_VALUE, BLOCK_TYPE };

struct blocktype {
	enum block_form form;
	uint8_t kind;   /* BLOCK_VALUE: the result */
	uint32_t index; /* BLOCK_TYPE: in the module's types; checked by the validator only */
};

struct instr {
	uint32_t op;     /* enum op */
	uint32_t index;  /* see enum immediate */
	uint64_t offset; /* of the opcode in the module */
	uint64_t bits;
	uint64_t high;
	uint32_t index2;
	uint32_t count;
	uint32_t align; /* log2 as written, not checked */
	uint8_t kind;   /* enum wasix_kind */
	uint8_t signature;
	uint8_t immediate;
	uint8_t feature;
	struct blocktype block;
	struct reader list;
};

/* Clause of try_table: the numbers of the binary format. */
enum catch_form { CATCH, CATCH_REF, CATCH_ALL, CATCH_ALL_REF };

struct catch_clause {
	enum catch_form form;
	uint32_t tag; /* CATCH, CATCH_REF */
	uint32_t label;
};

struct opcode {
	uint8_t signature;
	uint8_t immediate;
	uint8_t feature;
	char text[37]; /* "": there is no such instruction; in the row, so that nothing is relocated
			*/
};

/* Row of an opcode, never NULL. op: any value. */
const struct opcode *opcode_row(uint32_t op);

/* Reads one instruction. The grammar of its immediates is checked, indices are not. Errors:
 * MALFORMED; UNSUPPORTED for proposals that this engine lacks. */
wasix_result read_instr(struct reader *r, struct instr *in);

/* Next element of in->list; at most count (labels: count + 1) times. They cannot fail, read_instr
 * has been there. */
uint32_t instr_label(struct reader *list);
struct catch_clause instr_catch(struct reader *list);

/* log2 of the access size for IMM_MEMARG*, IMM_ATOMIC* and IMM_LANE_MEMARG*. */
static inline uint32_t
immediate_access_log2(uint8_t immediate)
{
	return immediate - (uint32_t)(immediate >= IMM_LANE_MEMARG1 ? IMM_LANE_MEMARG1
				      : immediate >= IMM_ATOMIC1    ? IMM_ATOMIC1
								    : IMM_MEMARG1);
}

/* Lanes that in->index2 of IMM_LANE_MEMARG*, in->index of IMM_LANE* may name. */
static inline uint32_t
immediate_lanes(uint8_t immediate)
{
	return immediate >= IMM_LANE2 ? 2u << (immediate - (uint32_t)IMM_LANE2)
				      : 16u >> (immediate - (uint32_t)IMM_LANE_MEMARG1);
}

/* Byte i of IMM_V128 and IMM_SHUFFLE. */
static inline uint8_t
instr_byte(const struct instr *in, unsigned i)
{
	return (uint8_t)((i < 8 ? in->bits : in->high) >> (i % 8 * 8));
}

/* Value types, as decode.c and read_instr both need them. Also UNSUPPORTED. */
wasix_result read_valtype(struct reader *r, uint8_t *kind);
wasix_result read_reftype(struct reader *r, uint8_t *kind);

/* A number of `locals` groups of a body: count times kind. */
struct local_group {
	uint32_t count;
	uint8_t kind;
};
wasix_result read_local_group(struct reader *r, struct local_group *out);

#endif
