/* run_invoke.c -- `wasix run --invoke`: words become the parameters of an export, results lines. */
#include "run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* 0x and 32 digits, the last lane first, as one number of 128 bits is written. */
static bool
parse_vector(const char *text, wasix_value *v)
{
	enum { DIGITS = 2 * sizeof v->of.v128 };

	if (strncmp(text, "0x", 2) != 0 || strspn(text + 2, "0123456789abcdefABCDEF") != DIGITS ||
		text[2 + DIGITS])
		return false;
	for (size_t i = 0; i < sizeof v->of.v128; i++) {
		char byte[3] = { text[DIGITS - 2 * i], text[DIGITS - 2 * i + 1] };
		v->of.v128[i] = (uint8_t)strtoul(byte, NULL, 16);
	}
	return true;
}

static bool
parse_value(const char *text, wasix_value *v)
{
	long long number;
	char *end;
	errno = 0;
	switch (v->kind) {
	case WASIX_I32: /* signed or unsigned */
		number = strtoll(text, &end, 0);
		if (number < INT32_MIN || number > UINT32_MAX)
			return false;
		v->of.i32 = (int32_t)number;
		break;
	case WASIX_I64:
		v->of.i64 =
			*text == '-' ? strtoll(text, &end, 0) : (int64_t)strtoull(text, &end, 0);
		break;
	case WASIX_F32:
		v->of.f32 = strtof(text, &end);
		break;
	case WASIX_F64:
		v->of.f64 = strtod(text, &end);
		break;
	case WASIX_V128:
		return parse_vector(text, v);
	default:
		return false;
	}
	return end != text && !*end && !errno;
}

static void
print_value(const wasix_value *v)
{
	switch (v->kind) {
	case WASIX_I32:
		printf("%" PRId32 "\n", v->of.i32);
		break;
	case WASIX_I64:
		printf("%" PRId64 "\n", v->of.i64);
		break;
	case WASIX_F32:
		printf("%.9g\n", (double)v->of.f32);
		break;
	case WASIX_F64:
		printf("%.17g\n", v->of.f64);
		break;
	case WASIX_V128:
		printf("0x");
		for (size_t i = sizeof v->of.v128; i-- > 0;)
			printf("%02x", v->of.v128[i]);
		putchar('\n');
		break;
	default:
		printf("%s\n", v->of.ref ? "reference" : "null");
		break;
	}
}

enum { INVOKE_VALUES_MAX = 16 };

static wasix_result
refuse(wasix_error *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	err->code = WASIX_USAGE;
	vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	return WASIX_USAGE;
}

enum { LIST_MAX = WASIX_ERROR_TEXT_MAX / 2 };

/* The exported functions, as many as fit; "none". */
static void
list_functions(const wasix_module *module, char out[static LIST_MAX])
{
	size_t len = 0;

	strcpy(out, "none");
	for (size_t i = 0; i < wasix_module_export_count(module); i++) {
		wasix_export_info e;
		wasix_module_export_get(module, i, &e);
		if (e.kind != WASIX_EXTERN_FUNC)
			continue;
		if (len + e.name_len + sizeof ", , ..." > LIST_MAX) {
			strcpy(out + len, len ? ", ..." : "...");
			return;
		}
		len += (size_t)snprintf(out + len, LIST_MAX - len, "%s%s", len ? ", " : "", e.name);
	}
}

wasix_result
run_explain_no_command(const wasix_module *module, wasix_error *err)
{
	char list[LIST_MAX];

	list_functions(module, list);
	return refuse(err,
		"the module is no command: it exports no function _start; --invoke NAME calls "
		"one of: %s",
		list);
}

static wasix_result
parse_arguments(const wasix_functype *type, const char *name, int argc, char **argv,
	wasix_value *args, wasix_error *err)
{
	if (type->param_count > INVOKE_VALUES_MAX || type->result_count > INVOKE_VALUES_MAX)
		return refuse(err, "--invoke: '%.60s' has more than %d parameters or results", name,
			INVOKE_VALUES_MAX);
	if ((int)type->param_count != argc)
		return refuse(err, "--invoke: '%.60s' takes %" PRIu32 " arguments, %d are given",
			name, type->param_count, argc);
	for (uint32_t i = 0; i < type->param_count; i++) {
		args[i].kind = type->params[i];
		if (!parse_value(argv[i], &args[i]))
			return refuse(
				err, "--invoke: argument '%.60s' does not fit the type", argv[i]);
	}
	return WASIX_OK;
}

static bool
exported_function(wasix_instance *instance, const char *name, wasix_extern *out)
{
	return wasix_instance_export(instance, name, out) && out->kind == WASIX_EXTERN_FUNC;
}

static bool
is_reactor(wasix_instance *instance)
{
	wasix_extern item;

	return exported_function(instance, "_initialize", &item) &&
	       !exported_function(instance, "_start", &item);
}

wasix_result
run_invoke(wasix_instance *instance, const wasix_module *module, const char *name, int argc,
	char **argv, wasix_error *err)
{
	wasix_value args[INVOKE_VALUES_MAX], results[INVOKE_VALUES_MAX];
	char list[LIST_MAX];
	wasix_functype type;
	wasix_extern item;

	if (!exported_function(instance, name, &item)) {
		list_functions(module, list);
		return refuse(err, "--invoke: no function '%.60s' is exported; those that are: %s",
			name, list);
	}
	wasix_func_type(item.of.func, &type);
	wasix_result result = parse_arguments(&type, name, argc, argv, args, err);
	if (result == WASIX_OK && is_reactor(instance) && strcmp(name, "_initialize") != 0)
		result = wasix_call(instance, "_initialize", NULL, 0, NULL, 0, err);
	if (result == WASIX_OK)
		result = wasix_func_call(
			item.of.func, args, type.param_count, results, type.result_count, err);
	for (uint32_t i = 0; result == WASIX_OK && i < type.result_count; i++)
		print_value(&results[i]);
	fflush(stdout);
	return result;
}
