/* llvm_emit.c -- from a filled unit to an ELF object: the machine, the passes, the code generator.
 *
 * Which passes: the guest's compiler has optimised already, so a light list gives the run time of
 * O2 at a third of its price (bench/README.md, row "passes").
 */
#include "llvm_translate.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/Error.h>
#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <llvm-c/Transforms/PassBuilder.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* --- machine --- */

static LLVMTargetMachineRef
make_machine(LLVMTargetRef target, const char *triple, int opt_level)
{
	LLVMTargetMachineOptionsRef options = LLVMCreateTargetMachineOptions();
	char *cpu = LLVMGetHostCPUName(), *features = LLVMGetHostCPUFeatures();
	LLVMTargetMachineRef machine;

	LLVMTargetMachineOptionsSetCPU(options, cpu);
	LLVMTargetMachineOptionsSetFeatures(options, features);
	LLVMTargetMachineOptionsSetCodeGenOptLevel(
		options, opt_level == 1 ? LLVMCodeGenLevelNone : LLVMCodeGenLevelDefault);
	LLVMTargetMachineOptionsSetRelocMode(options, LLVMRelocPIC);
	LLVMTargetMachineOptionsSetCodeModel(options, LLVMCodeModelSmall);
	machine = LLVMCreateTargetMachineWithOptions(target, triple, options);
	LLVMDisposeMessage(cpu);
	LLVMDisposeMessage(features);
	LLVMDisposeTargetMachineOptions(options);
	return machine;
}

/* NOTE: the x86 backend would turn a conditional move from memory into a branch around the load,
 * even a volatile one; then a load out of bounds on the other path would not trap
 * (tests/memory/load_needed_on_one_path_only_still_traps). */
static void
set_backend_flags(const char *triple)
{
	static const char *const flags[] = { "wasix-compile",
		"-x86-cmov-converter-force-mem-operand=false" };

	if (strncmp(triple, "x86_64", 6) == 0) /* others do not know the flag */
		LLVMParseCommandLineOptions(sizeof flags / sizeof *flags, flags, NULL);
}

LLVMTargetMachineRef
emit_machine(int opt_level, wasix_error *err)
{
	char *triple, *text = NULL;
	LLVMTargetMachineRef machine = NULL;
	LLVMTargetRef target;

	LLVMInitializeNativeTarget();
	LLVMInitializeNativeAsmPrinter();
	triple = LLVMGetDefaultTargetTriple();
	set_backend_flags(triple);
	if (LLVMGetTargetFromTriple(triple, &target, &text)) {
		(void)fail(
			err, WASIX_COMPILE, "LLVM has no code generator for %s: %s", triple, text);
		LLVMDisposeMessage(text);
	} else {
		machine = make_machine(target, triple, opt_level);
		if (!machine)
			(void)fail(err, WASIX_COMPILE, "LLVM refuses the target %s", triple);
	}
	LLVMDisposeMessage(triple);
	return machine;
}

bool
emit_machine_has(LLVMTargetMachineRef machine, const char *feature)
{
	char *features = LLVMGetTargetMachineFeatureString(machine);
	bool found = strstr(features, feature) != NULL;

	LLVMDisposeMessage(features);
	return found;
}

/* --- passes --- */

static wasix_result
run_passes(struct unit *u, const char *list)
{
	LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
	LLVMErrorRef error = LLVMRunPasses(u->module, list, u->machine, options);
	wasix_result result = WASIX_OK;

	LLVMDisposePassBuilderOptions(options);
	if (error) {
		char *text = LLVMGetErrorMessage(error);
		result = fail(u->err, WASIX_COMPILE, "LLVM's passes failed: %s", text);
		LLVMDisposeErrorMessage(text);
	}
	return result;
}

/* NOTE: instcombine without no-verify-fixpoint ends the process on some inputs. */
static wasix_result
optimise(struct unit *u)
{
	if (u->opt_level == 1)
		return WASIX_OK;
	if (u->opt_level == 3)
		return run_passes(u, "default<O3>");
	return run_passes(
		u, "function(sroa,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>)");
}

/* --- object --- */

static wasix_result
write_whole(int fd, const char *bytes, size_t len, wasix_error *err)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(err, WASIX_IO, "cannot write an object: %s", strerror(errno));
		bytes += n;
		len -= (size_t)n;
	}
	return WASIX_OK;
}

#ifndef NDEBUG
static wasix_result
verify(struct unit *u)
{
	char *text = NULL;
	wasix_result result = WASIX_OK;

	if (LLVMVerifyModule(u->module, LLVMReturnStatusAction, &text))
		result = fail(u->err, WASIX_COMPILE, "translated wrongly: %.200s", text);
	LLVMDisposeMessage(text);
	return result;
}
#endif

wasix_result
emit_object(struct unit *u, int fd)
{
	LLVMMemoryBufferRef object = NULL;
	char *text = NULL;
	wasix_result result;

#ifndef NDEBUG
	TRY(verify(u));
#endif
	TRY(optimise(u));
	if (LLVMTargetMachineEmitToMemoryBuffer(
		    u->machine, u->module, LLVMObjectFile, &text, &object)) {
		result = fail(u->err, WASIX_COMPILE, "LLVM cannot emit code: %s", text);
		LLVMDisposeMessage(text);
		return result;
	}
	result = write_whole(fd, LLVMGetBufferStart(object), LLVMGetBufferSize(object), u->err);
	LLVMDisposeMemoryBuffer(object);
	return result;
}
