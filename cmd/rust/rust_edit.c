/* rust_edit.c -- makes the edits of rust_edits.def. */
#include "rust.h"

#include "cc_args.h"
#include "tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct edit {
	enum rust_tree tree;
	const char *file;
	unsigned times;
	const char *place, *replacement;
};

static const struct edit EDITS[] = {
#define EDIT(tree, file, times, place, replacement) \
	{ RUST_##tree, file, times, place, replacement },
#include "rust_edits.def"
};

enum { EDIT_COUNT = sizeof EDITS / sizeof *EDITS };

static const char *const TREE_NAMES[RUST_TREES] = {
	[RUST_LIBRARY] = "the standard library",
	[RUST_LIBC] = "the crate libc",
};

static unsigned
count(const char *text, const char *place)
{
	unsigned n = 0;

	for (const char *p = text; (p = strstr(p, place)); p += strlen(place))
		n++;
	return n;
}

static bool
replace(const char *path, const char *text, const struct edit *edit)
{
	size_t gain = strlen(edit->replacement) * edit->times;
	char *out = calloc(1, strlen(text) + gain + 1);
	char *end = out;
	const char *place;

	if (!out)
		return false;
	while ((place = strstr(text, edit->place))) {
		// NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): out was checked
		end = mempcpy(end, text, (size_t)(place - text));
		end = stpcpy(end, edit->replacement);
		text = place + strlen(edit->place);
	}
	end = stpcpy(end, text);
	bool ok = tree_write(path, out, (size_t)(end - out));
	free(out);
	return ok;
}

static bool
make_edit(const struct edit *edit, const char *directory, const char *version)
{
	const char *path = args_format("%s/%s", directory, edit->file);
	size_t len;
	char *text = tree_read(path, &len);
	unsigned found = text ? count(text, edit->place) : 0;
	bool ok = text && found == edit->times && replace(path, text, edit);

	if (!ok && found == edit->times)
		rust_complain("cannot write %s: %s", path, strerror(errno));
	else if (!ok)
		rust_complain("%s %s is not one that this wasix knows: %s has the place '%.*s' %u "
			      "times, not %u",
			TREE_NAMES[edit->tree], version, edit->file,
			(int)strcspn(edit->place, "\n"), edit->place, found, edit->times);
	free(text);
	return ok;
}

bool
rust_edit(enum rust_tree tree, const char *directory, const char *version)
{
	for (size_t i = 0; i < EDIT_COUNT; i++)
		if (EDITS[i].tree == tree && !make_edit(&EDITS[i], directory, version))
			return false;
	return true;
}

const char *
rust_edits_text(void)
{
	const char *text = "";

	for (size_t i = 0; i < EDIT_COUNT; i++)
		text = args_format("%s%s\n%s\n%s\n", text, EDITS[i].file, EDITS[i].place,
			EDITS[i].replacement);
	return text;
}
