/* trace.h -- watching a guest's calls: one line each, decoded by functions.def and types.def.
 *
 *   trace.c         what is watched, and the lines
 *   trace_entry.c   a function a row that stands before the handler
 *   trace_params.c  parameters of one call as text
 *   trace_types.c   a value of a type of types.def as text
 *
 * A process that is not watched pays nothing: process_find gives the guest the handler itself.
 */
#ifndef HOST_TRACE_H
#define HOST_TRACE_H

#include "extension.h"
#include "trace_text.h"

/* --- types --- */

/* One a row of types.def, and two that are not there. */
enum type_id {
#define NUMBER(name, ctype)        TYPE_##name,
#define SCALAR(name, number, text) TYPE_##name,
#define ENUM(name, NAME, number)   TYPE_##name,
#define FLAGS(name, NAME, number)  TYPE_##name,
#define STRUCT(name, size, align)  TYPE_##name,
#include "types.def"
	TYPE_errno,
	TYPE_ptr_u8, /* address of a string that ends with NUL */
	TYPE_COUNT
};

enum { TYPE_SIZE_MAX = 176 }; /* bytes of the longest layout */

/* Bytes of one value in linear memory. */
size_t type_size(enum type_id type);
bool type_is_struct(enum type_id type);
/* A number as its type says: names of values and flags, ns, hexadecimal, decimal. */
void type_add_number(struct text *t, enum type_id type, uint64_t value);
/* A value as it lies in memory: type_size bytes. */
void type_add_value(struct text *t, enum type_id type, const uint8_t *bytes);
/* NULL if there is no such errno. */
const char *errno_name(uint32_t number);

/* --- parameters --- */

enum flow { FLOW_VALUE, FLOW_IN, FLOW_OUT, FLOW_INOUT };

struct trace_param {
	char name[24]; /* "" ends a list; kept in the row as struct abi_param's */
	enum type_id type;
	enum flow flow;
};

enum { TRACE_PARAMS_MAX = 16, TRACE_BEFORE_SIZE = 6144, TRACE_LINE_SIZE = 12288 };

/* A call, and what of it must be read before the handler runs. */
struct trace_args {
	const struct trace_param *params;
	uint64_t values[TRACE_PARAMS_MAX];
	const char *before[TRACE_PARAMS_MAX]; /* in text; "" for what is only written */
	uint32_t implied;                     /* bit i: parameter i is seen in another's text */
	const struct extension *extension;    /* that is called, or NULL; then text is all */
	char text[TRACE_BEFORE_SIZE];
};

/* Reads what the handler will read. values: one a parameter. */
void trace_args_read(struct trace_args *args, struct wasix_caller *c,
	const struct trace_param *params, const uint64_t *values);
/* "fd=3, path="a""; with what the handler wrote if it succeeded. */
void trace_args_add(
	struct text *t, const struct trace_args *args, struct wasix_caller *c, bool succeeded);

/* --- extensions (trace_extension.c) --- */

/* Which one a call of this row with these values is; NULL: none. */
const struct extension *trace_extension(const struct abi_row *row, const uint64_t *values);
/* Fills args->text: "fd=3, mode=420". */
void trace_extension_read(struct trace_args *args, struct wasix_caller *c, const uint64_t *values);
/* " = 18", " = -2 ENOENT", after a call_dynamic that answered SUCCESS. */
void trace_extension_add_result(
	struct text *t, const struct trace_args *args, struct wasix_caller *c);

/* --- entries --- */

/* By the index of abi_row_at. */
struct trace_row {
	const struct trace_param *params;
	void (*entry)(void);
};

const struct trace_row *trace_row_at(size_t index);

/* --- trace --- */

struct trace;

void trace_delete(struct trace *trace);
/* Around a fork, so that the child finds no lock held; trace may be NULL. */
void trace_hold(struct trace *trace);
void trace_let_go(struct trace *trace);
/* In the child, after them. */
void trace_forked(struct trace *trace);
/* What the guest is to call in place of entry: entry itself if the row is not watched. */
void (*trace_entry(struct trace *trace, const struct abi_row *row, void (*entry)(void)))(void);

/* What trace_entry was given for the row. */
void (*trace_target(struct wasix_caller *c, size_t row))(void);
/* Around the target. A call that has no result is written at once. The result is handed to
 * trace_end. */
uint64_t trace_begin(struct wasix_caller *c, size_t row, const uint64_t *values);
void trace_end(struct wasix_caller *c, uint64_t serial, int32_t result);

#endif
