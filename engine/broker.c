/* broker.c -- compiled code for processes that may not open files: a process that was forked before
 * the second wall went up looks into the cache and compiles for the guest's whole tree.
 *
 *   client                                   broker
 *   {module_size}, [module, reply socket]  ->
 *                                          <-  {result, text}, [code object]
 *
 * The module travels as a sealed memory file, so what is compiled is what runs. Each request brings
 * a socket of its own for the answer, since all processes share the broker's. The broker is
 * nobody's child, leads a session of its own, and ends when the last process of the tree does.
 */
#include "code.h"
#include "error.h"
#include "high_fd.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct request {
	uint64_t module_size;
};

struct answer {
	int32_t result; /* wasix_result */
	char text[WASIX_ERROR_TEXT_MAX];
};

enum { FDS_MAX = 2 };

/* --- messages with descriptors --- */

static bool
message_send(int socket, const void *bytes, size_t len, const int *fds, size_t fd_count)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(FDS_MAX * sizeof *fds)] = { 0 };
	struct iovec iov = { (void *)(uintptr_t)bytes, len };
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t n;

	if (fd_count) {
		message.msg_control = control;
		message.msg_controllen = CMSG_SPACE(fd_count * sizeof *fds);
		struct cmsghdr *c = CMSG_FIRSTHDR(&message);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(fd_count * sizeof *fds);
		memcpy(CMSG_DATA(c), fds, fd_count * sizeof *fds);
	}
	do
		n = sendmsg(socket, &message, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)len;
}

/* The number of descriptors that came along, -1 at the end of the connection or on an error. */
static int
message_receive(int socket, void *bytes, size_t len, int fds[FDS_MAX])
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(FDS_MAX * sizeof *fds)];
	struct iovec iov = { bytes, len };
	struct msghdr message = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control };
	ssize_t n;

	do
		n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	size_t count = 0;
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
		count = (c->cmsg_len - CMSG_LEN(0)) / sizeof *fds;
	if (count > FDS_MAX)
		count = FDS_MAX;
	if (count)
		memcpy(fds, CMSG_DATA(c), count * sizeof *fds);
	return n == (ssize_t)len ? (int)count : -1;
}

/* --- broker --- */

static void
answer(int reply, wasix_result result, const char *text, int code)
{
	struct answer a = { .result = result };

	strncpy(a.text, text, sizeof a.text - 1);
	message_send(reply, &a, sizeof a, &code, code >= 0 ? 1 : 0);
}

static void
serve_code(wasix_module *module, int reply)
{
	wasix_error err = { 0 };
	int code = module_code_fd(module, &err);

	answer(reply, code < 0 ? err.code : WASIX_OK, err.text, code);
}

/* What has to be compiled takes its time: others are served meanwhile. */
static void
serve_compiled_elsewhere(wasix_module *module, int reply)
{
	pid_t child = fork();

	if (child < 0)
		answer(reply, WASIX_LIMIT, "the compiler cannot be started", -1);
	if (child == 0) {
		(void)signal(SIGCHLD, SIG_DFL);
		serve_code(module, reply);
		wasix_module_delete(module);
		_exit(0);
	}
}

static void
serve_module(wasix_engine *engine, const uint8_t *bytes, size_t size, int reply)
{
	wasix_module *module;
	wasix_error err = { 0 };

	wasix_result result = wasix_module_new(engine, bytes, size, &module, &err);
	if (result != WASIX_OK) {
		answer(reply, result, err.text, -1);
		return;
	}
	if (wasix_module_is_compiled(module))
		serve_code(module, reply);
	else
		serve_compiled_elsewhere(module, reply);
	wasix_module_delete(module);
}

static void
serve(wasix_engine *engine, const struct request *request, int module, int reply)
{
	void *bytes = MAP_FAILED;

	if (request->module_size > 0 && request->module_size <= UINT32_MAX)
		bytes = mmap(NULL, request->module_size, PROT_READ, MAP_PRIVATE, module, 0);
	if (bytes == MAP_FAILED) {
		answer(reply, WASIX_LIMIT, "the module cannot be mapped", -1);
		return;
	}
	serve_module(engine, bytes, request->module_size, reply);
	munmap(bytes, request->module_size);
}

/* Nothing of the guest's stays open here, least of all its output. */
static void
detach(int socket)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		(void)dup2(null, fd);
	if (null > STDERR_FILENO)
		close(null);
	(void)dup2(socket, STDERR_FILENO + 1);
	(void)close_range(STDERR_FILENO + 2, ~0u, 0);
	setsid();
	for (int signal_number = 1; signal_number < NSIG; signal_number++)
		(void)signal(signal_number, SIG_DFL);
	(void)signal(SIGCHLD, SIG_IGN);
}

[[noreturn]] static void
broker_run(wasix_engine *engine, int socket)
{
	struct request request;
	int fds[FDS_MAX], count;

	detach(socket);
	engine->options.progress = NULL;
	engine->options.warn = NULL;
	engine->compiler.socket = -1;
	while ((count = message_receive(STDERR_FILENO + 1, &request, sizeof request, fds)) >= 0) {
		if (count == FDS_MAX)
			serve(engine, &request, fds[0], fds[1]);
		for (int i = 0; i < count; i++)
			close(fds[i]);
	}
	_exit(0);
}

wasix_result
wasix_engine_start_broker(wasix_engine *engine, wasix_error *err)
{
	int pair[2];

	if (engine->broker >= 0)
		return WASIX_OK;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return fail(err, WASIX_LIMIT, "cannot make a socket for the broker: %s",
			strerror(errno));
	pid_t child = fork();
	if (child == 0) {
		close(pair[0]);
		if (fork() == 0)
			broker_run(engine, pair[1]);
		_exit(0);
	}
	close(pair[1]);
	if (child < 0) {
		close(pair[0]);
		return fail(err, WASIX_LIMIT, "cannot start the broker: %s", strerror(errno));
	}
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	engine->broker = fd_move_high(pair[0]);
	return WASIX_OK;
}

/* --- client --- */

static int
ask(wasix_engine *engine, uint64_t module_size, int module, wasix_error *err)
{
	struct request request = { module_size };
	struct answer a;
	int pair[2], fds[FDS_MAX], code = -1;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
		fail(err, WASIX_LIMIT, "cannot make a socket for the broker: %s", strerror(errno));
		return -1;
	}
	bool sent = message_send(
		engine->broker, &request, sizeof request, (const int[]){ module, pair[1] }, 2);
	close(pair[1]);
	int count = sent ? message_receive(pair[0], &a, sizeof a, fds) : -1;
	close(pair[0]);
	if (count < 0)
		fail(err, WASIX_COMPILE, "the broker of compiled code is gone");
	else if (a.result != WASIX_OK || count != 1)
		fail(err, a.result ? (wasix_result)a.result : WASIX_COMPILE, "%.*s",
			(int)sizeof a.text - 1, a.text);
	else
		code = fds[0];
	return code;
}

int
broker_code(const struct wasix_module *m, wasix_error *err)
{
	int module = module_file(m, err);

	if (module < 0)
		return -1;
	int code = ask(m->engine, m->len, module, err);
	close(module);
	return code;
}
