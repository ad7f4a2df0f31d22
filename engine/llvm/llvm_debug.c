/* llvm_debug.c -- line tables and symbols: a debugger or a profiler that looks at compiled code
 * sees "module.wasm", the functions' names, and as line the byte of the module. */
#include "llvm_translate.h"

#include <stdio.h>
#include <string.h>

void
debug_open(struct unit *u)
{
	static const char producer[] = "wasix";
	static const char file[] = "module.wasm";

	u->di = LLVMCreateDIBuilder(u->module);
	u->di_file = LLVMDIBuilderCreateFile(u->di, file, sizeof file - 1, ".", 1);
	LLVMDIBuilderCreateCompileUnit(u->di, LLVMDWARFSourceLanguageC99, u->di_file, producer,
		sizeof producer - 1, true, "", 0, 0, "", 0, LLVMDWARFEmissionLineTablesOnly, 0,
		false, false, "", 0, "", 0);
	u->di_functype = LLVMDIBuilderCreateSubroutineType(u->di, u->di_file, NULL, 0, 0);
	LLVMAddModuleFlag(u->module, LLVMModuleFlagBehaviorWarning, "Debug Info Version", 18,
		LLVMValueAsMetadata(unit_i32(u, LLVMDebugMetadataVersion())));
}

void
debug_begin_function(struct unit *u, uint32_t function, LLVMValueRef value)
{
	const char *name = u->m->function_names ? u->m->function_names[function] : NULL;
	unsigned line = (unsigned)u->m->functions[function].offset;
	char number[32];
	LLVMMetadataRef subprogram;

	if (!name) {
		snprintf(number, sizeof number, "wasm[%u]", function);
		name = number;
	}
	subprogram = LLVMDIBuilderCreateFunction(u->di, u->di_file, name, strlen(name), "", 0,
		u->di_file, line, u->di_functype, false, true, line, 0, true);
	LLVMSetSubprogram(value, subprogram);
}

/* The number makes it unique. Only plain characters stay: the linker reads '@' as a version, and
 * LLVM takes "llvm." for an intrinsic. */
void
debug_symbol(const struct wasix_module *m, uint32_t function, char *out)
{
	const char *name = m->function_names ? m->function_names[function] : NULL;
	size_t n = 0;

	if (!name || !*name)
		name = "wasm";
	for (; *name && n < SYMBOL_MAX - 16; name++) {
		char c = *name;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '_' || c == '$';
		out[n++] = plain ? c : '_';
	}
	snprintf(out + n, SYMBOL_MAX - n, ".%u", function);
}

void
debug_close(struct unit *u)
{
	LLVMDIBuilderFinalize(u->di);
	LLVMDisposeDIBuilder(u->di);
	u->di = NULL;
}
