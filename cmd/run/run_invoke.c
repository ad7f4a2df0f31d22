/* run_invoke.c -- `wasix run --invoke`: words become the parameters of an export, results lines. */
#include "run.h"

#include <errno.h>
#include <inttypes.h>
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
	char *end;
	errno = 0;
	switch (v->kind) {
	case WASIX_I32:
		v->of.i32 = (int32_t)strtoll(text, &end, 0);
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

wasix_result
run_invoke(wasix_instance *instance, const char *name, int argc, char **argv, wasix_error *err)
{
	wasix_value args[INVOKE_VALUES_MAX], results[INVOKE_VALUES_MAX];
	wasix_functype type;
	wasix_extern item;

	err->code = WASIX_USAGE;
	if (!wasix_instance_export(instance, name, &item) || item.kind != WASIX_EXTERN_FUNC) {
		snprintf(err->text, sizeof err->text, "--invoke: no function '%s' is exported",
			name);
		return WASIX_USAGE;
	}
	wasix_func_type(item.of.func, &type);
	if ((int)type.param_count != argc || type.param_count > INVOKE_VALUES_MAX ||
		type.result_count > INVOKE_VALUES_MAX) {
		snprintf(err->text, sizeof err->text,
			"--invoke: '%s' takes %" PRIu32 " arguments, %d are given", name,
			type.param_count, argc);
		return WASIX_USAGE;
	}
	for (uint32_t i = 0; i < type.param_count; i++) {
		args[i].kind = type.params[i];
		if (!parse_value(argv[i], &args[i])) {
			snprintf(err->text, sizeof err->text,
				"--invoke: argument '%s' does not fit the type", argv[i]);
			return WASIX_USAGE;
		}
	}
	err->code = WASIX_OK;
	wasix_result result = wasix_func_call(
		item.of.func, args, type.param_count, results, type.result_count, err);
	for (uint32_t i = 0; result == WASIX_OK && i < type.result_count; i++)
		print_value(&results[i]);
	fflush(stdout);
	return result;
}
