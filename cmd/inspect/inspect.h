/* inspect.h -- what the parts of `wasix inspect` share. */
#ifndef CMD_INSPECT_H
#define CMD_INSPECT_H

#include "file.h"
#include "wasix.h"

#include <jansson.h>
#include <stdbool.h>

/* A module that was read, decoded and validated. */
struct inspected {
	const char *path;
	struct file file;
	wasix_engine *engine;
	wasix_module *module;
	wasix_module_info info;
};

/* "command", "reactor", ... */
const char *inspected_kind(const struct inspected *m);
/* Whether some import of the module needs the capability. */
bool inspected_needs(const struct inspected *m, const wasix_capability *capability);
/* Whether its flag is to be named: it has one, and no other capability that is needed brings it. */
bool inspected_wants_flag(const struct inspected *m, const wasix_capability *capability);
/* What became of an import: the row's status, or why it will not link. */
const char *import_status(const wasix_import_info *import);

/* inspect_why.c: the chains of calls that lead to an import. The result is an exit status. */
int inspect_why(
	const struct command *command, const struct inspected *m, const char *import, bool json);

/* inspect_diff.c: what differs from a to b. 0: nothing, 1: something. */
int inspect_diff(const struct inspected *a, const struct inspected *b, bool json);

#endif
