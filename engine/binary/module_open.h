/* module_open.h -- modules out of open files, for programs that a guest starts. */
#ifndef ENGINE_MODULE_OPEN_H
#define ENGINE_MODULE_OPEN_H

#include "wasix.h"

#include <stdint.h>

/* A module and the bytes it needs as long as it lives. */
struct opened_module {
	wasix_module *module; /* NULL: none */
	uint8_t *bytes;       /* a mapping */
	size_t size;
	char *name; /* malloc'd, whoever opened it may set it: what the guest calls it */
};

/* Reads and compiles what is in an open file of this size, or has the engine's broker do both. The
 * descriptor stays the caller's, and so does its position. Errors: as wasix_module_new and
 * wasix_module_compile. */
wasix_result module_open(
	wasix_engine *engine, int fd, size_t size, struct opened_module *out, wasix_error *err);
void module_close(struct opened_module *file);

#endif
