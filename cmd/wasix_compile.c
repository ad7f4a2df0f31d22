/* wasix_compile.c -- the compiler process: serves the jobs of one engine on the socket that is its
 * descriptor 0 (protocol: compile.h). The only program that loads libLLVM.
 *
 * The module is decoded and validated here again: this process trusts nobody, and the code
 * generator trusts the validator.
 */
#include "arena.h"
#include "compile.h"
#include "error.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOCKET 0

static bool
send_reply(const struct compile_reply *reply)
{
	ssize_t n;

	do
		n = send(SOCKET, reply, sizeof *reply, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n == sizeof *reply;
}

/* Nobody waits for the result: the workers end with this process. */
static void
report_progress(void *env, uint64_t done, uint64_t total)
{
	struct compile_reply reply = { .kind = COMPILE_PROGRESS };

	(void)env;
	reply.done_bytes = done;
	reply.total_bytes = total;
	if (!send_reply(&reply))
		exit(1);
}

/* --- a job --- */

struct request {
	struct compile_job job;
	int module_fd, out_fd;
};

static wasix_result
compile_bytes(const struct request *r, const uint8_t *bytes, size_t len, wasix_error *err)
{
	struct wasix_module m = { .bytes = bytes, .len = len };
	wasix_result result;

	m.arena = arena_new();
	if (!m.arena)
		return fail_memory(err);
	result = module_decode(&m, err);
	if (result == WASIX_OK)
		result = module_validate(&m, err);
	if (result == WASIX_OK)
		result = tier_llvm.compile(&m, &r->job, r->out_fd, report_progress, NULL, err);
	arena_delete(m.arena);
	return result;
}

static wasix_result
check_job(struct compile_job *job, wasix_error *err)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (job->version != CODE_VERSION)
		return fail(err, WASIX_COMPILE,
			"wasix-compile is of another version: %u, asked for %u", CODE_VERSION,
			job->version);
	if (job->opt_level != 0 && job->opt_level != 1 && job->opt_level != 3)
		return fail(err, WASIX_USAGE, "no optimisation level %d", job->opt_level);
	if (job->jobs == 0)
		job->jobs = processors > 0 ? (uint32_t)processors : 1;
	if (job->jobs > 256)
		job->jobs = 256;
	return WASIX_OK;
}

static wasix_result
run_job(struct request *r, wasix_error *err)
{
	size_t len = r->job.module_size;
	struct stat status;
	wasix_result result;
	void *bytes;

	TRY(check_job(&r->job, err));
	if (fstat(r->module_fd, &status) || len == 0 || (uint64_t)status.st_size < len)
		return fail(err, WASIX_COMPILE, "the job has no whole module");
	bytes = mmap(NULL, len, PROT_READ, MAP_PRIVATE, r->module_fd, 0);
	if (bytes == MAP_FAILED)
		return fail(err, WASIX_LIMIT, "cannot map the module: %s", strerror(errno));
	result = compile_bytes(r, (const uint8_t *)bytes, len, err);
	munmap(bytes, len);
	return result;
}

/* --- the socket --- */

/* false: the peer is gone, or does not keep to the protocol. */
static bool
receive(struct request *r)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control = { 0 };
	struct iovec part = { &r->job, sizeof r->job };
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control,
	};
	struct cmsghdr *header;
	int fds[2];
	ssize_t n;

	do
		n = recvmsg(SOCKET, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	header = n == sizeof r->job ? CMSG_FIRSTHDR(&message) : NULL;
	if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
		header->cmsg_len != CMSG_LEN(sizeof fds))
		return false;
	memcpy(fds, CMSG_DATA(header), sizeof fds);
	r->module_fd = fds[0];
	r->out_fd = fds[1];
	return true;
}

int
main(int argc, char **argv)
{
	struct request r = { 0 };
	int type = 0;
	socklen_t size = sizeof type;

	if (argc > 1 || getsockopt(SOCKET, SOL_SOCKET, SO_TYPE, &type, &size) ||
		type != SOCK_SEQPACKET) {
		fprintf(stderr,
			"%s: serves the wasix runtime; use `wasix compile` to compile a module\n",
			argv[0]);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	while (receive(&r)) {
		struct compile_reply reply = { .kind = COMPILE_DONE };
		wasix_error err = { 0 };

		reply.result = run_job(&r, &err);
		memcpy(reply.text, err.text, sizeof reply.text);
		close(r.module_fd);
		close(r.out_fd);
		if (!send_reply(&reply))
			return 1;
	}
	return 0;
}
