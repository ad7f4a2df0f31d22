/* decode.h -- what the parts of the decoder share. */
#ifndef ENGINE_DECODE_H
#define ENGINE_DECODE_H

#include "arena.h"
#include "instr.h"
#include "module.h"
#include "reader.h"

/* As browsers limit them: what no compiler writes, but a fuzzer does. */
#define LIMIT_TYPES     1000000u
#define LIMIT_FUNCTIONS 1000000u
#define LIMIT_IMPORTS   1000000u
#define LIMIT_EXPORTS   1000000u
#define LIMIT_GLOBALS   1000000u
#define LIMIT_TAGS      1000000u
#define LIMIT_TABLES    100000u
#define LIMIT_MEMORIES  100u
#define LIMIT_SEGMENTS  100000u
#define LIMIT_PARAMS    1000u
#define LIMIT_RESULTS   1000u
#define LIMIT_CUSTOMS   100000u

struct decoder {
	struct wasix_module *m;
	struct arena *arena;
	wasix_error *err;
	uint32_t data_count; /* of the data count section */
	uint32_t bodies;     /* entries of the code section */
	uint32_t custom_capacity;
};

/* Reads the length of a vector whose elements take at least one byte each. what: plural noun for
 * messages. */
wasix_result read_count(struct reader *r, uint32_t limit, const char *what, uint32_t *out);

/* A constant expression and its end. What is none is left to the validator. */
wasix_result decode_const_expr(struct decoder *d, struct reader *r, struct const_expr *out);

/* Sections, each given a reader over exactly its bytes. */
wasix_result decode_elems(struct decoder *d, struct reader *r);
wasix_result decode_datas(struct decoder *d, struct reader *r);
wasix_result decode_code(struct decoder *d, struct reader *r);
wasix_result decode_custom(struct decoder *d, struct reader *r);

/* The contents of the custom section dylink.0; a module has one at most. (decode_dylink.c) */
wasix_result decode_dylink(struct decoder *d, struct reader *r);

/* Takes names from the name section if there is a usable one; a broken one is no error. Only
 * WASIX_LIMIT. */
wasix_result decode_names(struct decoder *d);

#endif
