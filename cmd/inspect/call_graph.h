/* call_graph.h -- who calls whom in a module, by function index. */
#ifndef CMD_CALL_GRAPH_H
#define CMD_CALL_GRAPH_H

#include "wasix.h"

#include <stdbool.h>
#include <stdint.h>

enum { NO_FUNCTION = UINT32_MAX };

struct call_edge {
	uint32_t from, to; /* indirect: to is a functype's number */
	bool indirect;
};

struct call_graph {
	const wasix_module *module;
	uint32_t count;          /* of functions */
	struct call_edge *edges; /* by from */
	size_t edge_count, edge_capacity;
	bool *in_table; /* by function: may be called through a table or a reference */
	bool failed;    /* memory was short */
};

/* Reads the whole code. The graph borrows the module. Errors: those of wasix_module_references,
 * LIMIT. */
wasix_result call_graph_make(struct call_graph *g, const wasix_module *module, wasix_error *err);
void call_graph_end(struct call_graph *g);

/* By direct calls alone: next[f] is the function that f calls on a shortest way to target,
 * NO_FUNCTION where there is no way (and for target itself), far[f] the number of calls. Both have
 * g->count elements; false when memory is short. */
bool call_graph_toward(const struct call_graph *g, uint32_t target, uint32_t *next, uint32_t *far);

/* By any calls, an indirect one meaning each function in the table with its type: from[f] is the
 * caller of f on a shortest way from one of the functions for which root[f] holds, NO_FUNCTION for
 * these and where there is no way. */
bool call_graph_from(const struct call_graph *g, const bool *root, uint32_t *from);

#endif
