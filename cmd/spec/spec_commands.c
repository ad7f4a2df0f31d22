/* spec_commands.c -- the commands of a core test script, one function each.
 *
 * Skipped are text modules (the suite's tests of the text format), what the converter could not
 * encode, and threads of the script.
 */
#include "spec.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- reporting --- */

static const char *
text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

__attribute__((format(printf, 2, 3))) static enum verdict
complain(const struct script *s, const char *format, ...)
{
	va_list args;

	printf("%s:%ld: ", s->source, s->line);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	return FAILED;
}

static enum verdict
skip(struct script *s, const char *reason)
{
	s->skip_reason = reason;
	return SKIPPED;
}

static const char *
error_text(wasix_result result, const wasix_error *err)
{
	return result == WASIX_OK ? "no error" : err->text;
}

/* The suite cuts its texts short, or names more than we do ("uninitialized element 2"). */
static bool
texts_agree(const char *expected, const char *actual)
{
	return !expected || strstr(actual, expected) ||
	       (*actual && strncmp(expected, actual, strlen(actual)) == 0);
}

/* --- modules --- */

static bool
unit_read(struct script *s, const json_t *command, struct unit *u)
{
	const char *slash = strrchr(s->path, '/'), *filename = text_of(command, "filename");
	char path[4096];
	int n;

	if (!filename)
		return false;
	n = snprintf(path, sizeof path, "%.*s%s", slash ? (int)(slash + 1 - s->path) : 0, s->path,
		filename);
	return n > 0 && (size_t)n < sizeof path && file_read(s->command, path, &u->file) == 0;
}

static struct unit *
unit_new(struct script *s, const json_t *command)
{
	struct unit *u = calloc(1, sizeof *u);

	if (!u)
		return NULL;
	u->name = text_of(command, "name");
	u->next = s->units;
	s->units = u;
	return u;
}

static struct unit *
unit_find(const struct script *s, const char *name)
{
	struct unit *u = s->units;

	if (!name)
		return s->current;
	while (u && !(u->name && strcmp(u->name, name) == 0))
		u = u->next;
	return u;
}

static wasix_result
unit_load(struct script *s, struct unit *u, wasix_error *err)
{
	return wasix_module_new(s->engine, u->file.bytes, u->file.len, &u->module, err);
}

static wasix_result
unit_start(struct script *s, struct unit *u, wasix_module *module, wasix_error *err)
{
	return wasix_instance_new(
		s->store, module, s->imports.items, s->imports.count, &u->instance, err);
}

/* Text modules and unencodable ones cannot be run. */
static const char *
reason_to_skip(const json_t *command)
{
	const char *type = text_of(command, "module_type");

	if (json_object_get(command, "encode_error"))
		return "the converter could not encode it";
	if (type && strcmp(type, "text") == 0)
		return "a test of the text format";
	return NULL;
}

static enum verdict
run_module(struct script *s, const json_t *command)
{
	bool is_definition = strcmp(text_of(command, "type"), "module_definition") == 0;
	struct unit *u;
	wasix_error err = { 0 };
	wasix_result result;

	s->current = NULL;
	if (reason_to_skip(command))
		return skip(s, reason_to_skip(command));
	u = unit_new(s, command);
	if (!u || !unit_read(s, command, u))
		return complain(s, "the module could not be read");
	u->is_definition = is_definition;
	result = unit_load(s, u, &err);
	if (result == WASIX_OK && !is_definition)
		result = unit_start(s, u, u->module, &err);
	if (result != WASIX_OK)
		return complain(s, "module: %s: %s", wasix_result_name(result), err.text);
	s->current = u;
	return PASSED;
}

static struct unit *
definition_find(const struct script *s, const char *name)
{
	for (struct unit *u = s->units; u; u = u->next)
		if (u->is_definition && (!name || (u->name && strcmp(u->name, name) == 0)))
			return u;
	return NULL;
}

static enum verdict
run_module_instance(struct script *s, const json_t *command)
{
	const struct unit *definition = definition_find(s, text_of(command, "module"));
	struct unit *u = unit_new(s, command);
	wasix_error err = { 0 };
	wasix_result result;

	s->current = NULL;
	if (!u || !definition || !definition->module)
		return complain(s, "module instance: there is no such definition");
	result = unit_start(s, u, definition->module, &err);
	if (result != WASIX_OK)
		return complain(s, "module instance: %s: %s", wasix_result_name(result), err.text);
	/* its exports are listed by the definition's module, which outlives it */
	u->module = definition->module;
	s->current = u;
	return PASSED;
}

static enum verdict
run_register(struct script *s, const json_t *command)
{
	const struct unit *u = unit_find(s, text_of(command, "name"));
	const char *as = text_of(command, "as");

	if (!u || !u->instance || !as)
		return complain(s, "register: there is no such instance");
	for (size_t i = 0; i < wasix_module_export_count(u->module); i++) {
		wasix_export_info info;
		wasix_extern item;

		wasix_module_export_get(u->module, i, &info);
		if (wasix_instance_export_at(u->instance, i, &item) &&
			!spec_imports_add(&s->imports, as, info.name, item))
			return complain(s, "register: out of memory");
	}
	return PASSED;
}

/* --- actions --- */

enum { VALUES_MAX = 64 };

struct outcome {
	wasix_result result;
	wasix_error err;
	wasix_value values[VALUES_MAX];
	size_t count;
};

static wasix_result
outcome_usage(struct outcome *out, const char *text)
{
	snprintf(out->err.text, sizeof out->err.text, "%s", text);
	out->err.code = WASIX_USAGE;
	return WASIX_USAGE;
}

static wasix_result
invoke(wasix_func *func, const json_t *args, struct outcome *out)
{
	wasix_value values[VALUES_MAX];
	wasix_functype type;
	size_t count = json_array_size(args);

	wasix_func_type(func, &type);
	if (count > VALUES_MAX || type.result_count > VALUES_MAX)
		return outcome_usage(out, "more values than the runner takes");
	for (size_t i = 0; i < count; i++)
		if (!spec_value_parse(json_array_get(args, i), &values[i]))
			return outcome_usage(
				out, "an argument of a type that this engine does not have");
	for (uint32_t i = 0; i < type.result_count; i++)
		out->values[i] = (wasix_value){ .kind = type.results[i] };
	out->count = type.result_count;
	return wasix_func_call(func, values, count, out->values, out->count, &out->err);
}

/* Names with NUL inside are found by their place. */
static bool
export_find(const struct unit *u, const json_t *field, wasix_extern *out)
{
	const char *name = json_string_value(field);
	size_t len = json_string_length(field);

	if (!name || strlen(name) == len)
		return name && wasix_instance_export(u->instance, name, out);
	for (size_t i = 0; i < wasix_module_export_count(u->module); i++) {
		wasix_export_info info;

		wasix_module_export_get(u->module, i, &info);
		if (info.name_len == len && memcmp(info.name, name, len) == 0)
			return wasix_instance_export_at(u->instance, i, out);
	}
	return false;
}

static wasix_result
perform(const struct script *s, const json_t *action, struct outcome *out)
{
	const struct unit *u = unit_find(s, text_of(action, "module"));
	const char *type = text_of(action, "type");
	wasix_extern item;

	if (!u || !u->instance)
		return outcome_usage(out, "there is no such instance");
	if (!type || !export_find(u, json_object_get(action, "field"), &item))
		return outcome_usage(out, "there is no such export");
	if (strcmp(type, "invoke") == 0 && item.kind == WASIX_EXTERN_FUNC)
		return invoke(item.of.func, json_object_get(action, "args"), out);
	if (strcmp(type, "get") == 0 && item.kind == WASIX_EXTERN_GLOBAL) {
		out->count = 1;
		wasix_global_get(item.of.global, &out->values[0]);
		return WASIX_OK;
	}
	return outcome_usage(out, "the export is of another kind");
}

static const char *
field_of(const json_t *command)
{
	const char *field = text_of(json_object_get(command, "action"), "field");

	return field ? field : "";
}

static enum verdict
run_action(struct script *s, const json_t *command)
{
	struct outcome out = { 0 };
	wasix_result result = perform(s, json_object_get(command, "action"), &out);

	if (result == WASIX_OK)
		return PASSED;
	return complain(
		s, "%s: %s: %s", field_of(command), wasix_result_name(result), out.err.text);
}

static enum verdict
run_assert_return(struct script *s, const json_t *command)
{
	const json_t *expected = json_object_get(command, "expected");
	size_t count = json_array_size(expected);
	char want[SPEC_VALUE_TEXT_MAX], got[SPEC_VALUE_TEXT_MAX];
	struct outcome out = { 0 };
	wasix_result result = perform(s, json_object_get(command, "action"), &out);

	if (result != WASIX_OK)
		return complain(s, "%s: expected values, got %s: %s", field_of(command),
			wasix_result_name(result), out.err.text);
	if (out.count != count)
		return complain(
			s, "%s: expected %zu values, got %zu", field_of(command), count, out.count);
	for (size_t i = 0; i < count; i++) {
		if (spec_value_matches(json_array_get(expected, i), &out.values[i]))
			continue;
		spec_expectation_print(json_array_get(expected, i), want);
		spec_value_print(&out.values[i], got);
		return complain(
			s, "%s: result %zu: expected %s, got %s", field_of(command), i, want, got);
	}
	return PASSED;
}

/* The action must end with `wanted`, for the reason that the script names. */
static enum verdict
expect_failure(struct script *s, const json_t *command, wasix_result wanted)
{
	struct outcome out = { 0 };
	wasix_result result = perform(s, json_object_get(command, "action"), &out);
	const char *text = text_of(command, "text");

	if (result == wanted && texts_agree(text, out.err.text))
		return PASSED;
	return complain(s, "%s: expected %s \"%s\", got %s: %s", field_of(command),
		wasix_result_name(wanted), text ? text : "", wasix_result_name(result),
		error_text(result, &out.err));
}

static enum verdict
run_assert_trap(struct script *s, const json_t *command)
{
	return expect_failure(s, command, WASIX_TRAP);
}

static enum verdict
run_assert_exception(struct script *s, const json_t *command)
{
	return expect_failure(s, command, WASIX_EXCEPTION);
}

/* --- refusals --- */

/* Loads and starts a module that must be refused. */
static wasix_result
refused_by(struct script *s, const json_t *command, bool start, wasix_error *err)
{
	struct unit *u = unit_new(s, command);
	wasix_result result;

	if (!u || !unit_read(s, command, u))
		return WASIX_IO;
	u->name = NULL;
	result = unit_load(s, u, err);
	return result == WASIX_OK && start ? unit_start(s, u, u->module, err) : result;
}

static enum verdict
refusal(struct script *s, const json_t *command, bool right_stage, wasix_result result,
	const wasix_error *err)
{
	const char *text = text_of(command, "text");

	if (right_stage && texts_agree(text, err->text))
		return PASSED;
	return complain(s, "expected refusal \"%s\", got %s: %s", text ? text : "",
		wasix_result_name(result), error_text(result, err));
}

/* An invalid module of a proposal that we lack is refused earlier, as unsupported. */
static enum verdict
run_assert_refused(struct script *s, const json_t *command)
{
	wasix_error err = { 0 };
	wasix_result stage =
		strstr(text_of(command, "type"), "malformed") ? WASIX_MALFORMED : WASIX_INVALID;
	wasix_result result;

	if (reason_to_skip(command))
		return skip(s, reason_to_skip(command));
	result = refused_by(s, command, false, &err);
	if (!s->strict && (result == stage || result == WASIX_UNSUPPORTED))
		return PASSED;
	return refusal(s, command, result == stage, result, &err);
}

static enum verdict
run_assert_unlinkable(struct script *s, const json_t *command)
{
	wasix_error err = { 0 };
	wasix_result result;

	if (reason_to_skip(command))
		return skip(s, reason_to_skip(command));
	result = refused_by(s, command, true, &err);
	return refusal(s, command, result == WASIX_LINK, result, &err);
}

static enum verdict
run_assert_uninstantiable(struct script *s, const json_t *command)
{
	wasix_error err = { 0 };
	wasix_result result;

	if (reason_to_skip(command))
		return skip(s, reason_to_skip(command));
	result = refused_by(s, command, true, &err);
	return refusal(s, command, result == WASIX_TRAP || result == WASIX_EXCEPTION, result, &err);
}

static enum verdict
run_unsupported(struct script *s, const json_t *command)
{
	(void)command;
	return skip(s, "the runner does not know this command");
}

static const struct {
	const char *type;
	enum verdict (*run)(struct script *s, const json_t *command);
} COMMANDS[] = {
	{ "module", run_module },
	{ "module_definition", run_module },
	{ "module_instance", run_module_instance },
	{ "register", run_register },
	{ "action", run_action },
	{ "assert_return", run_assert_return },
	{ "assert_trap", run_assert_trap },
	{ "assert_exhaustion", run_assert_trap },
	{ "assert_exception", run_assert_exception },
	{ "assert_invalid", run_assert_refused },
	{ "assert_malformed", run_assert_refused },
	{ "assert_invalid_custom", run_unsupported },
	{ "assert_malformed_custom", run_unsupported },
	{ "assert_unlinkable", run_assert_unlinkable },
	{ "assert_uninstantiable", run_assert_uninstantiable },
	{ "thread", run_unsupported },
	{ "wait", run_unsupported },
};

enum verdict
spec_run_command(struct script *s, const json_t *command)
{
	const char *type = text_of(command, "type");

	s->line = (long)json_integer_value(json_object_get(command, "line"));
	for (size_t i = 0; type && i < sizeof COMMANDS / sizeof *COMMANDS; i++)
		if (strcmp(COMMANDS[i].type, type) == 0)
			return COMMANDS[i].run(s, command);
	return complain(s, "unknown command \"%s\"", type ? type : "");
}
