/* faults_of_the_embedder_stay_its_own.c -- a fault that is not the guest's goes to the handler that
 * was there before, also while the guest is on the stack. */
#include "embed.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* (module
 *   (import "env" "fault" (func $fault (param i32) (result i32)))
 *   (memory 1)
 *   (func (export "call") (param i32) (result i32)
 *     (call $fault (local.get 0)))
 *   (func (export "load") (param i32) (result i32)
 *     (i32.load (local.get 0))))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x02, 0x0d, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x05, 0x66, 0x61,
	0x75, 0x6c, 0x74, 0x00, 0x00, 0x03, 0x03, 0x02, 0x00, 0x00, 0x05, 0x03, 0x01, 0x00, 0x01,
	0x07, 0x0f, 0x02, 0x04, 0x63, 0x61, 0x6c, 0x6c, 0x00, 0x01, 0x04, 0x6c, 0x6f, 0x61, 0x64,
	0x00, 0x02, 0x0a, 0x10, 0x02, 0x06, 0x00, 0x20, 0x00, 0x10, 0x00, 0x0b, 0x07, 0x00, 0x20,
	0x00, 0x28, 0x02, 0x00, 0x0b };

static sigjmp_buf before_fault;
static volatile sig_atomic_t seen;
static volatile int *volatile nowhere = (int *)16;

static void
on_segv(int number, siginfo_t *info, void *context)
{
	(void)number, (void)context;
	seen++;
	if (info->si_addr == (void *)16)
		siglongjmp(before_fault, 1);
	_exit(3);
}

static wasix_result
fault(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	(void)env, (void)err;
	if (args[0].of.i32)
		*nowhere = 1;
	else if (sigsetjmp(before_fault, 1) == 0)
		*nowhere = 1;
	results[0].of.i32 = 5;
	return WASIX_OK;
}

int
main(void)
{
	struct sigaction action = { .sa_sigaction = on_segv, .sa_flags = SA_SIGINFO };
	int status;

	sigaction(SIGSEGV, &action, NULL);
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	wasix_module *module = module_of(engine, MODULE, sizeof MODULE);
	wasix_import import = import_of("fault", func_of(store, fault, NULL));
	wasix_instance *instance = instance_of(store, module, &import, 1);
	wasix_error err = { 0 };
	int32_t result;

	CHECK(call(instance, "load", 65536, &result, &err) == WASIX_TRAP && !seen);
	CHECK(call(instance, "call", 0, &result, &err) == WASIX_OK && result == 5 && seen == 1);
	CHECK(call(instance, "load", 65536, &result, &err) == WASIX_TRAP && seen == 1);

	/* without a handler of the embedder the process ends as it would without us */
	pid_t child = fork();
	if (child == 0) {
		raise(SIGILL);
		_exit(0);
	}
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGILL);
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	return 0;
}
