/* trace_entry.c -- functions.def as entries that write a line, then call what they stand for. */
#include "trace.h"

/* --- parameters of each row --- */

#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_(a, b)

#define P(type, name)     { #name, TYPE_##type, FLOW_VALUE }
#define IN(type, name)    { #name, TYPE_##type, FLOW_IN }
#define OUT(type, name)   { #name, TYPE_##type, FLOW_OUT }
#define INOUT(type, name) { #name, TYPE_##type, FLOW_INOUT }
#define FNAS(module, result, import_name, handler, needs, status, summary, ...) \
	static const struct trace_param PASTE(                                  \
		PARAMS_, __LINE__)[] = { __VA_ARGS__ __VA_OPT__(, ){ "", TYPE_u8, FLOW_VALUE } };
#include "functions.def"

/* Index of the row on a line. */
enum {
#define FNAS(module, result, import_name, handler, needs, status, summary, ...) \
	PASTE(ROW_, __LINE__),
#include "functions.def"
	ROW_COUNT
};

/* --- entries --- */

/* F(type, name) for each type of a list; the names are a0, a1... */
#define EACH(F, ...)      __VA_OPT__(EACH0(F, __VA_ARGS__))
#define EACH0(F, t, ...)  F(t, a0) __VA_OPT__(EACH1(F, __VA_ARGS__))
#define EACH1(F, t, ...)  F(t, a1) __VA_OPT__(EACH2(F, __VA_ARGS__))
#define EACH2(F, t, ...)  F(t, a2) __VA_OPT__(EACH3(F, __VA_ARGS__))
#define EACH3(F, t, ...)  F(t, a3) __VA_OPT__(EACH4(F, __VA_ARGS__))
#define EACH4(F, t, ...)  F(t, a4) __VA_OPT__(EACH5(F, __VA_ARGS__))
#define EACH5(F, t, ...)  F(t, a5) __VA_OPT__(EACH6(F, __VA_ARGS__))
#define EACH6(F, t, ...)  F(t, a6) __VA_OPT__(EACH7(F, __VA_ARGS__))
#define EACH7(F, t, ...)  F(t, a7) __VA_OPT__(EACH8(F, __VA_ARGS__))
#define EACH8(F, t, ...)  F(t, a8) __VA_OPT__(EACH9(F, __VA_ARGS__))
#define EACH9(F, t, ...)  F(t, a9) __VA_OPT__(EACH10(F, __VA_ARGS__))
#define EACH10(F, t, ...) F(t, a10) __VA_OPT__(EACH11(F, __VA_ARGS__))
#define EACH11(F, t, ...) F(t, a11) __VA_OPT__(EACH12(F, __VA_ARGS__))
#define EACH12(F, t, ...) F(t, a12) __VA_OPT__(EACH13(F, __VA_ARGS__))
#define EACH13(F, t, ...) F(t, a13) __VA_OPT__(EACH14(F, __VA_ARGS__))
#define EACH14(F, t, ...) F(t, a14) __VA_OPT__(EACH15(F, __VA_ARGS__))
#define EACH15(F, t)      F(t, a15)

#define DECLARE(type, name) , type name
#define FORWARD(type, name) , name
#define WIDEN(type, name)   (uint64_t)name,

/* How an entry ends: with the target's result, or without one. */
#define FINISH_err(call)                       \
	H_err result = call;                   \
	trace_end(c, serial, (int32_t)result); \
	return result
#define FINISH_tid_or_err(call)       \
	H_tid_or_err result = call;   \
	trace_end(c, serial, result); \
	return result
#define FINISH_none(call) \
	(void)serial;     \
	call

#define ENTRY(row, result, ...)                                                                   \
	static H_##result PASTE(traced_, row)(struct wasix_caller * c EACH(DECLARE, __VA_ARGS__)) \
	{                                                                                         \
		typedef H_##result target(struct wasix_caller * c EACH(DECLARE, __VA_ARGS__));    \
		const uint64_t values[] = { EACH(WIDEN, __VA_ARGS__) 0 };                         \
		uint64_t serial = trace_begin(c, row, values);                                    \
		FINISH_##result(((target *)trace_target(c, row))(c EACH(FORWARD, __VA_ARGS__)));  \
	}

#define P(type, name)   H_##type
#define PTR(type, name) wasix_gptr
#define FNAS(module, result, import_name, handler, needs, status, summary, ...) \
	ENTRY(PASTE(ROW_, __LINE__), result __VA_OPT__(, ) __VA_ARGS__)
#include "functions.def"

/* --- table --- */

#define P(type, name)   0
#define PTR(type, name) 0
#define FNAS(module, result, import_name, handler, needs, status, summary, ...) \
	{ PASTE(PARAMS_, __LINE__), (void (*)(void))PASTE(traced_, PASTE(ROW_, __LINE__)) },
static const struct trace_row ROWS[] = {
#include "functions.def"
};

static_assert(sizeof ROWS / sizeof *ROWS == ROW_COUNT, "a row each");

const struct trace_row *
trace_row_at(size_t index)
{
	return &ROWS[index];
}
