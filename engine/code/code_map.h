/* code_map.h -- code objects in memory. */
#ifndef ENGINE_CODE_MAP_H
#define ENGINE_CODE_MAP_H

#include "compile.h"

/* A code object as a file: checked and mapped for reading, not loaded yet. */
struct code_file {
	int fd; /* owned; -1: none */
	const uint8_t *bytes;
	size_t size;
};

/* One that can run. */
struct code_mapping {
	uint8_t *base; /* where address 0 of the object lies */
	size_t size;
	const uint8_t *text, *text_end; /* the executable segments lie side by side */
	const struct code_header *header;
	void *frames; /* known to the unwinder; NULL: there is no function */
};

/* Maps the segments of a file that code_file_open found sane, relocates them and makes their frames
 * known to the unwinder. false: memory is short, the kernel refuses, or it is no code object. */
bool code_map(struct code_mapping *map, const struct code_file *file);
void code_unmap(struct code_mapping *map);

#endif
