/* call_graph.c -- who calls whom in a module, by function index. */
#include "call_graph.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- making --- */

struct making {
	struct call_graph *g;
	uint32_t from;
};

static void
add_edge(struct call_graph *g, struct call_edge edge)
{
	if (g->edge_count == g->edge_capacity) {
		size_t capacity = g->edge_capacity ? 2 * g->edge_capacity : 4096;
		struct call_edge *edges = realloc(g->edges, capacity * sizeof *edges);
		if (!edges) {
			g->failed = true;
			return;
		}
		g->edges = edges;
		g->edge_capacity = capacity;
	}
	g->edges[g->edge_count++] = edge;
}

static void
visit_reference(void *env, const wasix_reference *r)
{
	const struct making *m = env;

	switch (r->kind) {
	case WASIX_REFERENCE_CALL:
		add_edge(m->g, (struct call_edge){ m->from, r->function, false });
		break;
	case WASIX_REFERENCE_INDIRECT:
		add_edge(m->g, (struct call_edge){ m->from, r->type, true });
		break;
	case WASIX_REFERENCE_TAKEN:
		m->g->in_table[r->function] = true;
		break;
	}
}

static void
visit_held(void *env, uint32_t function)
{
	struct call_graph *g = env;
	g->in_table[function] = true;
}

wasix_result
call_graph_make(struct call_graph *g, const wasix_module *module, wasix_error *err)
{
	wasix_module_info info;
	wasix_result result = WASIX_OK;

	wasix_module_info_get(module, &info);
	*g = (struct call_graph){ .module = module, .count = info.function_count };
	g->in_table = calloc(g->count + 1, sizeof *g->in_table);
	g->failed = !g->in_table;
	for (uint32_t f = 0; f < g->count && !g->failed && result == WASIX_OK; f++) {
		struct making m = { g, f };
		result = wasix_module_references(module, f, visit_reference, &m, err);
	}
	if (!g->failed)
		wasix_module_held_functions(module, visit_held, g);
	if (g->failed) {
		result = WASIX_LIMIT;
		*err = (wasix_error){ .code = result, .text = "out of memory" };
	}
	if (result != WASIX_OK)
		call_graph_end(g);
	return result;
}

void
call_graph_end(struct call_graph *g)
{
	free(g->edges);
	free(g->in_table);
	g->edges = NULL;
	g->in_table = NULL;
}

/* --- lists of neighbours --- */

/* The edges with key k are edge[first[k]] to edge[first[k + 1] - 1]. */
struct lists {
	uint32_t *first;
	uint32_t *edge;
};

/* Counting sort of the edges that are wanted, by `from` or by `to`. */
static bool
lists_make(struct lists *l, const struct call_graph *g, bool by_callee)
{
	l->first = calloc((size_t)g->count + 2, sizeof *l->first);
	l->edge = calloc(g->edge_count + 1, sizeof *l->edge);
	if (!l->first || !l->edge)
		return false;
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < g->edge_count; i++) {
			const struct call_edge *e = &g->edges[i];
			if (by_callee && e->indirect)
				continue;
			uint32_t key = by_callee ? e->to : e->from;
			if (pass == 0)
				l->first[key + 2]++;
			else
				l->edge[l->first[key + 1]++] = (uint32_t)i;
		}
		for (size_t k = 1; pass == 0 && k < (size_t)g->count + 2; k++)
			l->first[k] += l->first[k - 1];
	}
	return true;
}

static void
lists_end(struct lists *l)
{
	free(l->first);
	free(l->edge);
}

/* --- ways --- */

bool
call_graph_toward(const struct call_graph *g, uint32_t target, uint32_t *next, uint32_t *far)
{
	struct lists callers = { 0 };
	uint32_t *queue = calloc((size_t)g->count + 1, sizeof *queue);
	bool ok = lists_make(&callers, g, true) && queue;

	for (uint32_t f = 0; f < g->count; f++)
		next[f] = far[f] = NO_FUNCTION;
	if (ok) {
		queue[0] = target;
		far[target] = 0;
	}
	for (uint32_t head = 0, tail = 1; ok && head < tail; head++) {
		uint32_t to = queue[head];
		for (uint32_t i = callers.first[to]; i < callers.first[to + 1]; i++) {
			uint32_t from = g->edges[callers.edge[i]].from;
			if (far[from] != NO_FUNCTION)
				continue;
			far[from] = far[to] + 1;
			next[from] = to;
			assert(tail <= g->count); /* nobody comes in twice */
			queue[tail++] = from;
		}
	}
	free(queue);
	lists_end(&callers);
	return ok;
}

struct search {
	const struct call_graph *g;
	uint32_t *from, *queue, tail;
	bool *seen;
};

static void
reach(struct search *s, uint32_t caller, uint32_t function)
{
	if (s->seen[function])
		return;
	s->seen[function] = true;
	s->from[function] = caller;
	s->queue[s->tail++] = function;
}

/* Everything in the table that has the type; once it was done for a type there is nothing new. */
static void
reach_type(struct search *s, uint32_t caller, uint32_t type)
{
	for (uint32_t f = 0; f < s->g->count; f++)
		if (s->g->in_table[f] && wasix_module_function_type(s->g->module, f) == type)
			reach(s, caller, f);
}

/* types: functypes whose indirect calls were followed; there are few. */
static void
walk(struct search *s, const struct lists *callees, uint32_t *types, size_t type_count)
{
	for (uint32_t head = 0; head < s->tail; head++) {
		uint32_t f = s->queue[head];
		for (uint32_t i = callees->first[f]; i < callees->first[f + 1]; i++) {
			const struct call_edge *e = &s->g->edges[callees->edge[i]];
			size_t t = 0;
			if (!e->indirect) {
				reach(s, f, e->to);
				continue;
			}
			while (t < type_count && types[t] != e->to)
				t++;
			if (t < type_count)
				continue;
			types[type_count++] = e->to;
			reach_type(s, f, e->to);
		}
	}
}

bool
call_graph_from(const struct call_graph *g, const bool *root, uint32_t *from)
{
	struct lists callees = { 0 };
	struct search s = { .g = g, .from = from };
	uint32_t *types = calloc(g->edge_count + 1, sizeof *types); /* that were followed */

	s.queue = calloc((size_t)g->count + 1, sizeof *s.queue);
	s.seen = calloc((size_t)g->count + 1, sizeof *s.seen);
	bool ok = lists_make(&callees, g, false) && s.queue && s.seen && types;
	for (uint32_t f = 0; f < g->count; f++)
		from[f] = NO_FUNCTION;
	for (uint32_t f = 0; ok && f < g->count; f++)
		if (root[f])
			reach(&s, NO_FUNCTION, f);
	if (ok)
		walk(&s, &callees, types, 0);
	free(types);
	free(s.queue);
	free(s.seen);
	lists_end(&callees);
	return ok;
}
