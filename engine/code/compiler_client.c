/* compiler_client.c -- the runtime's end of the compiler process: start it, send jobs, wait.
 *
 * libLLVM lives in that process only (compile.h, "compiler process"). It is started for the first
 * job, serves one at a time, and ends when the engine closes the socket.
 */
#include "code.h"
#include "error.h"
#include "high_fd.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* --- the process --- */

static int
spawn(const char *path, int socket, int *pid)
{
	char *argv[] = { (char *)(uintptr_t)path, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	int error = posix_spawn(pid, path, &actions, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static wasix_result
compiler_start(wasix_engine *engine, wasix_error *err)
{
	struct compiler *c = &engine->compiler;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return fail(err, WASIX_LIMIT, "cannot make a socket for the compiler: %s",
			strerror(errno));
	pair[0] = fd_move_high(pair[0]);
	pair[1] = fd_move_high(pair[1]);
	int error = spawn(engine->compiler_path, pair[1], &c->pid);
	close(pair[1]);
	if (error) {
		close(pair[0]);
		return fail(err, WASIX_COMPILE, "cannot start the compiler %s: %s",
			engine->compiler_path, strerror(error));
	}
	c->socket = pair[0];
	c->owner = getpid();
	return WASIX_OK;
}

/* Its exit status as of waitpid, -1 if somebody else took it. */
static int
compiler_end(struct compiler *c)
{
	int status = -1;

	if (c->socket < 0)
		return status;
	close(c->socket);
	c->socket = -1;
	if (c->owner == getpid())
		while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
			;
	return status;
}

void
compiler_stop(struct compiler *compiler)
{
	pthread_mutex_lock(&compiler->lock);
	compiler_end(compiler);
	pthread_mutex_unlock(&compiler->lock);
}

void
compiler_rest(struct compiler *compiler)
{
	if (pthread_mutex_trylock(&compiler->lock) != 0)
		return; /* another thread's job */
	compiler_end(compiler);
	pthread_mutex_unlock(&compiler->lock);
}

static wasix_result
fail_died(wasix_engine *engine, wasix_error *err)
{
	int status = compiler_end(&engine->compiler);

	if (status != -1 && WIFSIGNALED(status))
		return fail(err, WASIX_COMPILE, "the compiler %s was ended by signal %d (%s)",
			engine->compiler_path, WTERMSIG(status), strsignal(WTERMSIG(status)));
	return fail(err, WASIX_COMPILE, "the compiler %s ended before its answer (status %d)",
		engine->compiler_path, status == -1 ? -1 : WEXITSTATUS(status));
}

/* --- a job --- */

int
module_file(const struct wasix_module *m, wasix_error *err)
{
	int fd = memfd_create("wasix-module", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t at = 0;

	while (fd >= 0 && at < m->len) {
		ssize_t n = write(fd, m->bytes + at, m->len - at);
		if (n <= 0 && errno != EINTR)
			break;
		at += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0 && at == m->len &&
		fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) ==
			0)
		return fd;
	fail(err, WASIX_LIMIT, "cannot hand the module to the compiler: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static unsigned
worker_count(const wasix_engine *engine)
{
	cpu_set_t set;

	if (engine->options.jobs)
		return engine->options.jobs;
	return sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

static bool
job_send(wasix_engine *engine, size_t module_size, int module_fd, int out_fd)
{
	struct compile_job job = { .version = CODE_VERSION,
		.jobs = worker_count(engine),
		.opt_level = engine->options.opt_level,
		.module_size = module_size };
	int fds[2] = { module_fd, out_fd };
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof fds)] = { 0 };
	struct iovec iov = { &job, sizeof job };
	struct msghdr message = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control };
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof fds);
	memcpy(CMSG_DATA(c), fds, sizeof fds);
	ssize_t n;
	do
		n = sendmsg(engine->compiler.socket, &message, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n == sizeof job;
}

static bool
reply_receive(const struct compiler *c, struct compile_reply *reply)
{
	ssize_t n;

	do
		n = recv(c->socket, reply, sizeof *reply, 0);
	while (n < 0 && errno == EINTR);
	reply->text[sizeof reply->text - 1] = 0;
	return n == sizeof *reply;
}

static wasix_result
job_wait(wasix_engine *engine, wasix_error *err)
{
	struct compile_reply reply;

	while (reply_receive(&engine->compiler, &reply)) {
		if (reply.kind == COMPILE_PROGRESS) {
			if (engine->options.progress)
				engine->options.progress(
					engine->options.env, reply.done_bytes, reply.total_bytes);
			continue;
		}
		if (reply.result == WASIX_OK)
			return WASIX_OK;
		return fail(err, reply.result <= WASIX_USAGE ? reply.result : WASIX_COMPILE, "%s",
			reply.text);
	}
	return fail_died(engine, err);
}

static wasix_result
job_run(wasix_engine *engine, size_t module_size, int module_fd, int out_fd, wasix_error *err)
{
	struct compiler *c = &engine->compiler;

	if (c->socket >= 0 && c->owner != getpid())
		compiler_end(c);
	if (c->socket >= 0 && job_send(engine, module_size, module_fd, out_fd))
		return job_wait(engine, err);
	compiler_end(c); /* it may have died since the last job */
	wasix_result result = compiler_start(engine, err);
	if (result != WASIX_OK)
		return result;
	assert(c->socket >= 0);
	return job_send(engine, module_size, module_fd, out_fd) ? job_wait(engine, err)
								: fail_died(engine, err);
}

wasix_result
compiler_compile(wasix_engine *engine, const struct wasix_module *m, int out_fd, wasix_error *err)
{
	int module_fd = module_file(m, err);

	if (module_fd < 0)
		return WASIX_LIMIT;
	pthread_mutex_lock(&engine->compiler.lock);
	wasix_result result = job_run(engine, m->len, module_fd, out_fd, err);
	pthread_mutex_unlock(&engine->compiler.lock);
	close(module_fd);
	return result;
}
