/* compile_llvm.c -- the LLVM tier: a module's functions in runs of neighbours, one process a run,
 * then one link. A process a run gives all processors work, gives memory back as soon as a run is
 * done, and turns a crash of LLVM into an error that names the functions.
 */
#include "compile.h"

#include "code_link.h"
#include "llvm_translate.h"

#include <llvm-c/ErrorHandling.h>

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Bytes of code a run: enough runs for an even load and for progress, each long enough to pay for
 * its process. */
#define RUN_BYTES_MIN (16u << 10)
#define RUN_BYTES_MAX (128u << 10)
#define RUNS_A_WORKER 4
#define RUNS_MAX      500

/* Functions first..end-1. The run without functions is the index unit. */
struct run {
	uint32_t first, end;
	uint64_t bytes;
	int fd;           /* object: a memory file */
	pid_t pid;        /* 0: not running */
	wasix_error *err; /* in memory that the worker shares */
};

struct split {
	const struct wasix_module *m;
	const struct compile_job *job;
	struct run *runs;
	uint32_t count, started, running;
	uint64_t done_bytes, total_bytes;
	wasix_error *errors; /* shared mapping, one a run */
	LLVMTargetMachineRef machine;
};

/* --- the worker's side --- */

static wasix_error *fatal_error; /* a worker's only run */

static void
on_fatal_error(const char *reason)
{
	(void)fail(fatal_error, WASIX_COMPILE, "LLVM gave up: %s", reason);
	_exit(1);
}

static wasix_result
translate_run(struct unit *u, const struct run *run)
{
	struct translator t;
	wasix_result result = WASIX_OK;

	debug_open(u);
	translator_open(&t, u);
	for (uint32_t i = run->first; i < run->end && result == WASIX_OK; i++)
		result = translate_function(&t, i);
	translator_close(&t);
	debug_close(u);
	return result;
}

static wasix_result
compile_run(const struct split *s, const struct run *run)
{
	struct unit u;
	wasix_result result;

	result = unit_open(&u, s->m, s->job->opt_level, s->machine, run->err);
	u.first = run->first;
	u.end = run->end;
	if (result == WASIX_OK)
		result = run->first == run->end ? translate_index(&u) : translate_run(&u, run);
	if (result == WASIX_OK)
		result = emit_object(&u, run->fd);
	return result; /* the process ends: what the unit holds goes with it */
}

/* LLVM recurses over deep code. */
static void
raise_stack_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_STACK, &limit))
		return;
	if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > (256u << 20))
		limit.rlim_cur = 256u << 20;
	else
		limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_STACK, &limit);
}

[[noreturn]] static void
be_worker(const struct split *s, struct run *run, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	raise_stack_limit();
	fatal_error = run->err;
	LLVMInstallFatalErrorHandler(on_fatal_error);
	_exit(compile_run(s, run) == WASIX_OK ? 0 : 1);
}

/* --- the parent's side --- */

static uint64_t
function_bytes(const struct wasix_module *m, uint32_t function)
{
	return m->functions[function].body.len;
}

static uint64_t
run_size(uint64_t total, uint32_t jobs)
{
	uint64_t size = total / ((uint64_t)jobs * RUNS_A_WORKER);

	if (size < RUN_BYTES_MIN)
		size = RUN_BYTES_MIN;
	if (size > RUN_BYTES_MAX)
		size = RUN_BYTES_MAX;
	return size > total / RUNS_MAX ? size : total / RUNS_MAX;
}

/* Neighbours stay together; a run ends with the function that fills it. runs may be NULL to count.
 */
static uint32_t
cut_runs(const struct wasix_module *m, uint64_t size, struct run *runs)
{
	uint32_t count = 1, first = m->imported_function_count; /* run 0: the index */
	uint64_t bytes = 0;

	for (uint32_t i = first; i < m->function_count; i++) {
		bytes += function_bytes(m, i);
		if (bytes < size && i + 1 < m->function_count)
			continue;
		if (runs)
			runs[count] = (struct run){ .first = first, .end = i + 1, .bytes = bytes };
		count++;
		first = i + 1;
		bytes = 0;
	}
	return count;
}

static wasix_result
split_open(struct split *s, wasix_error *err)
{
	const struct wasix_module *m = s->m;
	uint64_t size;
	void *shared;

	for (uint32_t i = m->imported_function_count; i < m->function_count; i++)
		s->total_bytes += function_bytes(m, i);
	size = run_size(s->total_bytes, s->job->jobs);
	s->count = cut_runs(m, size, NULL);
	s->runs = (struct run *)calloc(s->count, sizeof *s->runs);
	if (!s->runs)
		return fail_memory(err);
	cut_runs(m, size, s->runs);
	for (uint32_t i = 0; i < s->count; i++)
		s->runs[i].fd = -1;
	shared = mmap(NULL, s->count * sizeof(wasix_error), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return fail_memory(err);
	s->errors = (wasix_error *)shared;
	for (uint32_t i = 0; i < s->count; i++) {
		s->runs[i].err = &s->errors[i];
		s->runs[i].fd = memfd_create("object", MFD_CLOEXEC);
		if (s->runs[i].fd < 0)
			return fail(err, WASIX_LIMIT, "no descriptor for an object: %s",
				strerror(errno));
	}
	s->machine = emit_machine(s->job->opt_level, err);
	return s->machine ? WASIX_OK : WASIX_COMPILE;
}

/* Ends the workers that still run. */
static void
split_close(struct split *s)
{
	for (uint32_t i = 0; i < s->started; i++)
		if (s->runs[i].pid) {
			kill(s->runs[i].pid, SIGKILL);
			waitpid(s->runs[i].pid, NULL, 0);
		}
	for (uint32_t i = 0; s->runs && i < s->count; i++)
		if (s->runs[i].fd >= 0)
			close(s->runs[i].fd);
	if (s->errors)
		munmap(s->errors, s->count * sizeof(wasix_error));
	if (s->machine)
		LLVMDisposeTargetMachine(s->machine);
	free(s->runs);
}

static wasix_result
start_worker(struct split *s, wasix_error *err)
{
	struct run *run = &s->runs[s->started];
	pid_t parent = getpid(), pid = fork();

	if (pid < 0)
		return fail(
			err, WASIX_LIMIT, "cannot start a compiler worker: %s", strerror(errno));
	if (pid == 0)
		be_worker(s, run, parent);
	run->pid = pid;
	s->started++;
	s->running++;
	return WASIX_OK;
}

static struct run *
run_of(struct split *s, pid_t pid)
{
	for (uint32_t i = 0; i < s->started; i++)
		if (s->runs[i].pid == pid)
			return &s->runs[i];
	return NULL;
}

static wasix_result
judge_worker(const struct run *run, int status, wasix_error *err)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return WASIX_OK;
	assert(run->err); /* split_open gave it one */
	if (run->err->code != WASIX_OK) {
		*err = *run->err;
		return err->code;
	}
	if (WIFSIGNALED(status))
		return fail(err, WASIX_COMPILE,
			"the compiler was ended by signal %d (%s) in functions %u to %u",
			WTERMSIG(status), strsignal(WTERMSIG(status)), run->first,
			run->end ? run->end - 1 : 0);
	return fail(err, WASIX_COMPILE, "the compiler failed in functions %u to %u", run->first,
		run->end ? run->end - 1 : 0);
}

static wasix_result
wait_worker(struct split *s, wasix_error *err)
{
	int status = 0;
	pid_t pid = waitpid(-1, &status, 0);
	struct run *run;

	if (pid < 0)
		return errno == EINTR ? WASIX_OK
				      : fail(err, WASIX_COMPILE, "waitpid: %s", strerror(errno));
	run = run_of(s, pid);
	if (!run)
		return WASIX_OK;
	run->pid = 0;
	s->running--;
	s->done_bytes += run->bytes;
	return judge_worker(run, status, err);
}

static wasix_result
link_runs(const struct split *s, int out_fd, wasix_error *err)
{
	int *objects = (int *)calloc(s->count, sizeof *objects);
	wasix_result result;

	if (!objects)
		return fail_memory(err);
	for (uint32_t i = 0; i < s->count; i++)
		objects[i] = s->runs[i].fd;
	result = code_link(objects, s->count, out_fd, err);
	free(objects);
	return result;
}

static wasix_result
compile(const struct wasix_module *m, const struct compile_job *job, int out_fd,
	void (*progress)(void *env, uint64_t done, uint64_t total), void *env, wasix_error *err)
{
	struct split s = { .m = m, .job = job };
	wasix_result result = split_open(&s, err);

	while (result == WASIX_OK && (s.started < s.count || s.running)) {
		if (s.started < s.count && s.running < job->jobs) {
			result = start_worker(&s, err);
			continue;
		}
		result = wait_worker(&s, err);
		progress(env, s.done_bytes, s.total_bytes);
	}
	if (result == WASIX_OK)
		result = link_runs(&s, out_fd, err);
	split_close(&s);
	return result;
}

const struct tier tier_llvm = { "llvm", compile };
