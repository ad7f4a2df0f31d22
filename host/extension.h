/* extension.h -- calls that the ABI has no import for: rows of abi/extensions.def. */
#ifndef HOST_EXTENSION_H
#define HOST_EXTENSION_H

#include "host.h"

enum {
	EXTENSION_FIRST = 0xffff0000, /* table index that stands for number 0 */
	EXTENSION_ARGUMENTS = 6,
	EXTENSION_MAX = 256,
};

/* Numbers, such as EXTENSION_umask. */
enum extension_number {
#define EXT(number, name, needs, summary, parameters) EXTENSION_##name = number,
#include "extensions.def"
};

/* A handler: the result, or minus an errno of Linux. -EINTR: a wait was interrupted; see block.h.
 * Arguments are as the guest gave them: check each. */
typedef int64_t extension_handler(
	struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS]);

#define EXT(number, name, needs, summary, parameters) extension_handler host_ext_##name;
#include "extensions.def"

struct extension {
	unsigned number;
	const char *name;
	enum cap needs;
	const char *summary;
	const char *parameters; /* "fd, mode" */
	extension_handler *handler;
};

size_t extension_count(void);
const struct extension *extension_at(size_t index);
/* The place of one among them. */
size_t extension_index(const struct extension *extension);
/* NULL if there is none. */
const struct extension *extension_by_number(uint32_t number);
const struct extension *extension_by_name(const char *name, size_t len);

/* Visits the extensions that a module lists; names that nobody knows are skipped. */
void extensions_of_module(const struct wasix_module *m,
	void (*visit)(void *env, const struct extension *extension), void *env);

/* 0, or minus Linux's errno. */
static inline int64_t
extension_result(wasix_errno e)
{
	return e ? -errno_to_linux(e) : 0;
}

/* Whether nothing on the command line granted what is needed. (table.c) */
bool capability_refused(const struct wasix_process *p, enum cap cap);
/* Remembers a refusal for the report at the end. (table.c) */
void process_note_extension(struct wasix_process *p, const struct extension *extension);

/* call_dynamic of an entry of the guest's table. (process/dynamic.c) */
wasix_errno dynamic_call(struct wasix_caller *c, uint32_t function, wasix_gptr values,
	uint32_t values_len, wasix_gptr results, uint32_t results_len, bool strict);
/* call_dynamic with a function of EXTENSION_FIRST or more. NOTSUP when there is no such extension
 * or the module does not list it; INVAL for buffers of a wrong size. */
wasix_errno extension_call(struct wasix_caller *c, uint32_t number, wasix_gptr values,
	uint32_t values_len, wasix_gptr results, uint32_t results_len);

#endif
