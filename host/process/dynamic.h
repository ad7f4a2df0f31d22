/* dynamic.h -- values in a row, as calls of any type pass them. (dynamic.c) */
#ifndef HOST_DYNAMIC_H
#define HOST_DYNAMIC_H

#include "host.h"

enum {
	CELLS_MAX = 1000
}; /* parameters or results of a function: spec, "Implementation Limitations" */

/* The byte that stands for a kind of value, and how many bytes one takes; false: it has none. */
bool value_type(wasix_kind kind, uint8_t *type, uint32_t *bytes);

#endif
