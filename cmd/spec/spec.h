/* spec.h -- what the parts of the script runner share: values as scripts write them, and the module
 * `spectest`. */
#ifndef CMD_SPEC_H
#define CMD_SPEC_H

#include "file.h"
#include "options.h"
#include "wasix.h"

#include <jansson.h>

/* --- values (spec_value.c) --- */

enum { SPEC_VALUE_TEXT_MAX = 96 };

/* A script's argument, {"type": "i32", "value": "7"}. false: a type that this engine does not have.
 */
bool spec_value_parse(const json_t *json, wasix_value *out);

/* Whether a result is what the script expects, which may be a class of NaNs, "any reference", or
 * one of several values. */
bool spec_value_matches(const json_t *expected, const wasix_value *actual);

/* "i32:7", for messages; text has SPEC_VALUE_TEXT_MAX bytes. */
void spec_value_print(const wasix_value *value, char *text);
void spec_expectation_print(const json_t *expected, char *text);

/* --- what a script's modules may import (spec_host.c) --- */

struct spec_imports {
	wasix_import *items; /* strings are borrowed from the script, its modules or this program */
	size_t count, capacity;
};

bool spec_imports_add(
	struct spec_imports *imports, const char *module, const char *name, wasix_extern item);

/* Makes the module `spectest` of the reference interpreter in the store. false: out of memory. */
bool spec_host_new(wasix_store *store, struct spec_imports *imports);

/* --- scripts (spec.c) and their commands (spec_commands.c) --- */

/* A module of the script, and its instance once there is one. Kept until the script ends. */
struct unit {
	struct unit *next;
	const char *name; /* "$M", or NULL */
	struct file file;
	wasix_module *module;
	wasix_instance *instance; /* NULL: a definition, or it could not be made */
	bool is_definition;
};

struct script {
	const struct command *command; /* for messages */
	const char *path;              /* of the JSON file */
	const char *source;
	long line; /* of the command that runs */
	wasix_engine *engine;
	wasix_store *store;
	struct spec_imports imports;
	struct unit *units; /* the latest first */
	struct unit *current;
	const char *skip_reason; /* set by a command that skips */
	bool strict;             /* refusals must use the suite's words */
};

enum verdict { PASSED, FAILED, SKIPPED };

/* Runs one command of the script; a failure has been printed. */
enum verdict spec_run_command(struct script *s, const json_t *command);

#endif
