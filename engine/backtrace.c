/* backtrace.c -- the wasm functions on the stack, from the unwinder's return addresses.
 *
 * pc -> (line entries of the code object) -> byte of the module -> (binary search) -> function.
 * Also called from the fault handler, so: no allocation, no lock of ours but the unwinder's.
 */
#include "activation.h"
#include "code.h"
#include "runtime.h"
#include "source_line.h"

#include <string.h>
#include <unwind.h>

/* The last entry at or before the address, or NULL. */
static const struct code_line *
line_find(const struct code *code, uint32_t at)
{
	uint32_t low = 0, high = code->line_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (code->lines[middle].code <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &code->lines[low - 1] : NULL;
}

/* The last own function whose body starts at or before the byte; imports if there is none. */
static uint32_t
function_find(const struct wasix_module *m, uint64_t offset)
{
	uint32_t low = m->imported_function_count, high = m->function_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (m->functions[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low - 1;
}

/* Joins two paths, of which the end is kept where they are too long. */
static void
source_path(char *out, size_t size, const char *directory, const char *file)
{
	size_t file_len = strlen(file), directory_len = strlen(directory);
	size_t file_cut = file_len < size - 1 ? file_len : size - 1;
	size_t rest = size - 1 - file_cut;

	if (directory_len == 0 || rest == 0) {
		rest = 0;
	} else {
		rest--; /* for the slash */
		rest = directory_len < rest ? directory_len : rest;
		memcpy(out, directory + directory_len - rest, rest);
		out[rest++] = '/';
	}
	memcpy(out + rest, file + file_len - file_cut, file_cut);
	out[rest + file_cut] = 0;
}

uint32_t
backtrace_line(const struct wasix_module *module, uint32_t offset, char *file, size_t size)
{
	struct source_line source;

	*file = 0;
	if (!source_line_find(module, offset, &source))
		return 0;
	source_path(file, size, source.directory, source.file);
	return source.line;
}

static void
frame_fill(wasix_frame *frame, const struct wasix_module *m, uint32_t offset)
{
	const char *name = NULL;

	frame->offset = offset;
	frame->function = function_find(m, offset);
	if (m->function_names)
		name = m->function_names[frame->function];
	strncpy(frame->name, name ? name : "", sizeof frame->name - 1);
	frame->name[sizeof frame->name - 1] = 0;
	frame->line = backtrace_line(m, offset, frame->file, sizeof frame->file);
}

/* The wasm function that a frame of the stack belongs to: its module, and the byte that executes.
 * NULL: a frame of the host. */
static const struct wasix_module *
frame_module(struct _Unwind_Context *context, uint32_t *offset)
{
	int is_exact = 0; /* a faulting instruction rather than a return address */
	uintptr_t pc = _Unwind_GetIPInfo(context, &is_exact);
	const uint8_t *at = (const uint8_t *)(pc - !is_exact);
	const struct wasix_module *m = activation_code_at(at);

	if (!m)
		return NULL;
	const struct code *code = m->code;
	const struct code_line *line = line_find(code, (uint32_t)(at - code->map.base));
	if (!line || !line->wasm) /* adapters have no line */
		return NULL;
	*offset = line->wasm;
	return m;
}

static _Unwind_Reason_Code
frame_visit(struct _Unwind_Context *context, void *env)
{
	wasix_error *err = env;
	uint32_t offset;
	const struct wasix_module *m = frame_module(context, &offset);

	if (m)
		frame_fill(&err->frames[err->frame_count++], m, offset);
	return err->frame_count < WASIX_FRAMES_MAX ? _URC_NO_REASON : _URC_END_OF_STACK;
}

void
backtrace_fill(wasix_error *err)
{
	err->frame_count = 0;
	bool held = unwind_hold_once(); /* not if the stack ended in the unwinder */
	_Unwind_Backtrace(frame_visit, err);
	if (held)
		unwind_let_go();
	if (err->frame_count) {
		err->has_offset = true;
		err->offset = err->frames[0].offset;
	}
}

/* --- for guests that look at their own stack --- */

struct offsets {
	const struct wasix_module *module;
	uint32_t *out, count, max;
};

static _Unwind_Reason_Code
offset_visit(struct _Unwind_Context *context, void *env)
{
	struct offsets *o = env;
	uint32_t offset = 0;

	if (frame_module(context, &offset) == o->module)
		o->out[o->count++] = offset;
	return o->count < o->max ? _URC_NO_REASON : _URC_END_OF_STACK;
}

uint32_t
backtrace_offsets(const struct wasix_module *module, uint32_t *out, uint32_t max)
{
	struct offsets o = { .module = module, .out = out, .max = max };

	if (max == 0)
		return 0;
	unwind_hold();
	_Unwind_Backtrace(offset_visit, &o);
	unwind_let_go();
	return o.count;
}

const char *
backtrace_name(const struct wasix_module *module, uint32_t offset)
{
	uint32_t function = function_find(module, offset);

	if (!module->function_names || function < module->imported_function_count ||
		function >= module->function_count)
		return NULL;
	return module->function_names[function];
}
