/* inspect_why.c -- `wasix inspect --why IMPORT`: the chains of calls that lead to an import.
 *
 * A chain begins where the outside can come in: an export, the start function; or at a function
 * that the table holds, which an indirect call of its type may reach. The first two consist of
 * direct calls, so they are certain to exist in the code. Who reaches a function of the table is
 * not known, so its chain shows the shortest way that the types allow and marks those steps.
 */
#include "call_graph.h"
#include "commands.h"
#include "inspect.h"
#include "table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 3 /* chains of each kind, but in JSON */ };

enum root_kind { ROOT_EXPORT, ROOT_START, ROOT_TABLE };
static const char *const ROOT_NAMES[] = { "export", "start", "table" };

struct root {
	enum root_kind kind;
	uint32_t function;
	const char *name; /* of the export */
	uint32_t far;     /* direct calls from here to the import */
};

struct why {
	const struct inspected *m;
	struct call_graph graph;
	uint32_t target;
	uint32_t *next, *far, *from; /* see call_graph.h */
	struct root *roots;
	size_t root_count;
};

struct step {
	uint32_t function;
	bool indirect; /* how the one before calls it */
};

/* --- names --- */

static const char *
function_name(const struct why *w, uint32_t function, char *space, size_t size)
{
	const wasix_module *module = w->m->module;
	const char *name = wasix_module_function_name(module, function);

	for (size_t i = 0; i < wasix_module_import_count(module); i++) {
		wasix_import_info import;
		wasix_module_import_get(module, i, &import);
		if (import.kind == WASIX_EXTERN_FUNC && import.index == function)
			return import.name;
	}
	for (size_t i = 0; !name && i < wasix_module_export_count(module); i++) {
		wasix_export_info export;
		wasix_module_export_get(module, i, &export);
		if (export.kind == WASIX_EXTERN_FUNC && export.index == function)
			name = export.name;
	}
	if (name && *name)
		return name;
	snprintf(space, size, "function[%" PRIu32 "]", function);
	return space;
}

/* --- chains --- */

static bool
calls_directly(const struct call_graph *g, uint32_t from, uint32_t to)
{
	size_t low = 0, high = g->edge_count; /* the edges stand in the order of from */

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (g->edges[middle].from < from)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < g->edge_count && g->edges[low].from == from; low++)
		if (g->edges[low].to == to && !g->edges[low].indirect)
			return true;
	return false;
}

/* The steps from the outside to the import, or NULL when memory is short; the caller frees. */
static struct step *
chain_make(const struct why *w, const struct root *root, size_t *count)
{
	size_t before = 0, n = 0;
	uint32_t f;

	if (root->kind == ROOT_TABLE)
		for (f = w->from[root->function]; f != NO_FUNCTION; f = w->from[f])
			before++;
	*count = before + root->far + 1;
	struct step *steps = calloc(*count, sizeof *steps);
	if (!steps)
		return NULL;
	f = root->function;
	for (n = before; n > 0; n--) {
		uint32_t caller = w->from[f];
		steps[n] = (struct step){ f, !calls_directly(&w->graph, caller, f) };
		f = caller;
	}
	steps[0] = (struct step){ f, false };
	for (n = before, f = root->function; n + 1 < *count; n++)
		steps[n + 1] = (struct step){ f = w->next[f], false };
	return steps;
}

/* --- finding --- */

static void
add_root(struct why *w, enum root_kind kind, uint32_t function, const char *name)
{
	if (w->far[function] != NO_FUNCTION)
		w->roots[w->root_count++] = (struct root){ kind, function, name, w->far[function] };
}

/* Whether a function of the table is entered by an indirect call, as far as one can tell; where
 * direct calls lead to it from the outside, the chains that begin there say so already. */
static bool
is_entered_by_table(const struct why *w, uint32_t f, const bool *outside)
{
	if (outside[f])
		return false;
	for (; w->from[f] != NO_FUNCTION; f = w->from[f])
		if (!calls_directly(&w->graph, w->from[f], f))
			return true;
	return !outside[f];
}

static int
compare_roots(const void *a, const void *b)
{
	const struct root *x = a, *y = b;
	bool x_table = x->kind == ROOT_TABLE, y_table = y->kind == ROOT_TABLE;

	if (x_table != y_table)
		return x_table ? 1 : -1;
	if (x->far != y->far)
		return x->far < y->far ? -1 : 1;
	return x->function < y->function ? -1 : x->function > y->function;
}

/* Fills what depends on the import. outside: by function, called from outside. */
static bool
find_roots(struct why *w, const bool *outside)
{
	const struct inspected *m = w->m;

	if (!call_graph_toward(&w->graph, w->target, w->next, w->far) ||
		!call_graph_from(&w->graph, outside, w->from))
		return false;
	w->root_count = 0;
	for (size_t i = 0; i < wasix_module_export_count(m->module); i++) {
		wasix_export_info export;
		wasix_module_export_get(m->module, i, &export);
		if (export.kind == WASIX_EXTERN_FUNC)
			add_root(w, ROOT_EXPORT, export.index, export.name);
	}
	if (m->info.has_start)
		add_root(w, ROOT_START, m->info.start, NULL);
	for (uint32_t f = 0; f < w->graph.count; f++)
		if (w->graph.in_table[f] && is_entered_by_table(w, f, outside))
			add_root(w, ROOT_TABLE, f, NULL);
	qsort(w->roots, w->root_count, sizeof *w->roots, compare_roots);
	return true;
}

static bool *
mark_outside(const struct inspected *m)
{
	bool *outside = calloc((size_t)m->info.function_count + 1, sizeof *outside);

	for (size_t i = 0; outside && i < wasix_module_export_count(m->module); i++) {
		wasix_export_info export;
		wasix_module_export_get(m->module, i, &export);
		if (export.kind == WASIX_EXTERN_FUNC)
			outside[export.index] = true;
	}
	if (outside && m->info.has_start)
		outside[m->info.start] = true;
	return outside;
}

/* --- text --- */

static void
print_chain(const struct why *w, const struct root *root)
{
	char *text = NULL, space[32];
	size_t size, count;
	struct step *steps = chain_make(w, root, &count);
	FILE *f = steps ? open_memstream(&text, &size) : NULL;

	for (size_t i = 0; f && i < count; i++)
		fprintf(f, "%s%s",
			i == 0              ? ""
			: steps[i].indirect ? " ~> "
					    : " -> ",
			function_name(w, steps[i].function, space, sizeof space));
	if (f && fclose(f) == 0) {
		printf("    ");
		table_wrap(4, 8, text);
	}
	free(text);
	free(steps);
}

static void
print_roots(const struct why *w, bool table, const char *title)
{
	size_t count = 0;

	for (size_t i = 0; i < w->root_count; i++) {
		if ((w->roots[i].kind == ROOT_TABLE) != table)
			continue;
		if (count++ == 0)
			printf("  %s\n", title);
		if (count <= SHOWN)
			print_chain(w, &w->roots[i]);
	}
	if (count > SHOWN)
		printf("    and %zu more (--json lists all)\n", count - SHOWN);
}

static void
print_why(const struct why *w, const wasix_import_info *import)
{
	printf("%s.%s: %s\n", import->module, import->name,
		import->known ? import->summary : "nothing here offers it; an embedder must");
	printf("  needs %s; status %s\n", import->known ? import->needs : "-",
		import_status(import));
	print_roots(w, false, "by direct calls from the outside");
	print_roots(w, true, "through the table (~> an indirect call that the types allow)");
	if (w->root_count == 0)
		printf("  nothing leads to it: no export, start function or function of the table "
		       "calls it\n");
}

/* --- JSON --- */

static json_t *
json_chain(const struct why *w, const struct root *root)
{
	size_t count;
	char space[32];
	struct step *steps = chain_make(w, root, &count);
	json_t *list = json_array();

	for (size_t i = 0; steps && i < count; i++)
		json_array_append_new(list,
			json_pack("{s:I, s:s, s:s}", "index", (json_int_t)steps[i].function, "name",
				function_name(w, steps[i].function, space, sizeof space), "by",
				i == 0              ? "outside"
				: steps[i].indirect ? "table"
						    : "call"));
	free(steps);
	return json_pack("{s:s, s:s?, s:o}", "root", ROOT_NAMES[root->kind], "export", root->name,
		"functions", list);
}

static json_t *
json_why(const struct why *w, const wasix_import_info *import)
{
	json_t *chains = json_array();

	for (size_t i = 0; i < w->root_count; i++)
		json_array_append_new(chains, json_chain(w, &w->roots[i]));
	return json_pack("{s:s, s:s, s:s?, s:s, s:s?, s:o}", "module", import->module, "name",
		import->name, "needs", import->needs, "status", import_status(import), "summary",
		import->summary, "chains", chains);
}

/* --- entry --- */

/* "fd_write" or "wasi_snapshot_preview1.fd_write" */
static bool
is_called(const wasix_import_info *import, const char *name)
{
	size_t len = strlen(import->module);

	return import->kind == WASIX_EXTERN_FUNC &&
	       (strcmp(import->name, name) == 0 ||
		       (strncmp(import->module, name, len) == 0 && name[len] == '.' &&
			       strcmp(import->name, name + len + 1) == 0));
}

static bool
explain_all(struct why *w, const char *name, const bool *outside, json_t *list, size_t *found)
{
	for (size_t i = 0; i < wasix_module_import_count(w->m->module); i++) {
		wasix_import_info import;
		wasix_module_import_get(w->m->module, i, &import);
		if (!is_called(&import, name))
			continue;
		w->target = import.index;
		if (!find_roots(w, outside))
			return false;
		if (list)
			json_array_append_new(list, json_why(w, &import));
		else
			print_why(w, &import);
		++*found;
	}
	return true;
}

static bool
why_allocate(struct why *w)
{
	size_t count = w->graph.count + (size_t)1;

	w->next = calloc(count, sizeof *w->next);
	w->far = calloc(count, sizeof *w->far);
	w->from = calloc(count, sizeof *w->from);
	w->roots = calloc(count + wasix_module_export_count(w->m->module) + 1, sizeof *w->roots);
	return w->next && w->far && w->from && w->roots;
}

static void
complain_unknown(const struct command *command, const struct inspected *m, const char *name)
{
	const wasix_abi_row *row;
	struct words words = { 0 };

	for (size_t i = 0; (row = wasix_module_extension_get(m->module, i)); i++)
		if (strcmp(row->name, name) == 0) {
			command_complain(command,
				"%s: '%s' is an extension; they all go through one import: "
				"wasix inspect --why call_dynamic",
				m->path, name);
			return;
		}
	for (size_t i = 0; i < wasix_module_import_count(m->module); i++) {
		wasix_import_info import;
		wasix_module_import_get(m->module, i, &import);
		words_consider(&words, name, import.name);
	}
	command_complain(command, "%s: no function called '%s' is imported%s%s%s", m->path, name,
		words.best ? "; " : "", words.best ? words.best : "",
		words.best ? " was meant?" : "");
}

int
inspect_why(const struct command *command, const struct inspected *m, const char *import, bool json)
{
	struct why w = { .m = m };
	wasix_error err = { 0 };
	size_t found = 0;
	json_t *list = json ? json_array() : NULL;

	if (call_graph_make(&w.graph, m->module, &err) != WASIX_OK) {
		report_error(command, m->path, &err);
		json_decref(list);
		return STATUS_NOT_RUN;
	}
	bool *outside = mark_outside(m);
	bool ok = outside && why_allocate(&w) && explain_all(&w, import, outside, list, &found);
	if (!ok)
		command_complain(command, "out of memory");
	else if (!found)
		complain_unknown(command, m, import);
	else if (json)
		json_dumpf(list, stdout, JSON_INDENT(2));
	if (ok && found && json)
		putchar('\n');
	json_decref(list);
	free(w.roots);
	free(w.next);
	free(w.far);
	free(w.from);
	free(outside);
	call_graph_end(&w.graph);
	return ok && found ? 0 : STATUS_USAGE;
}
