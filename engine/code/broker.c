/* broker.c -- compiled code for processes that may not open files: a process that was forked before
 * the second wall went up looks into the cache and compiles for the guest's whole tree.
 *
 *   client                                broker
 *   [file, reply socket]                ->
 *                                       <-  {result, text, module_size}, [module, code object]
 *
 * The module comes back as a sealed memory file: what was compiled is what runs, whatever becomes
 * of the file. Each request brings a socket of its own for the answer, since all processes share
 * the broker's. Answers are remembered by the file's identity and times, so that the programs of a
 * script are read and hashed once (bench/README, row "exec"). The broker is nobody's child, leads a
 * session of its own, and ends when the last process of the tree does.
 */
#include "code.h"
#include "error.h"
#include "high_fd.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct answer {
	uint64_t module_size;
	int32_t result; /* wasix_result */
	char text[WASIX_ERROR_TEXT_MAX];
};

enum { FDS_MAX = 2 };
#define MODULE_MAX (UINT64_C(1) << 30) /* bytes */

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

/* --- what was answered before --- */

struct identity {
	uint64_t device, inode, size;
	struct timespec modified, changed;
};

struct known {
	struct identity of;
	int module, code; /* descriptors; module is -1 in a free entry */
	uint64_t used;    /* number of the request that used it last */
};

enum { KNOWN_MAX = 128 };
#define KNOWN_BYTES_MAX (UINT64_C(256) << 20) /* of modules */

enum { COMPILERS_MAX = 2 };

/* Shared with the children that compile; robust, so the end of one is the end of its turn. */
struct turns {
	pthread_mutex_t turn[COMPILERS_MAX];
};

struct broker {
	wasix_engine *engine;
	struct turns *turns; /* NULL: no memory for it */
	uint64_t requests, known_bytes;
	struct known known[KNOWN_MAX];
};

static bool
same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool
same_file(const struct identity *a, const struct identity *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
	       same_time(a->modified, b->modified) && same_time(a->changed, b->changed);
}

/* Times have a grain: a file changed this moment may change again and keep them. */
static bool
is_settled(const struct identity *file)
{
	struct timespec now;
	time_t grain_s = file->changed.tv_nsec == 0 ? 3 : 1;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec - file->changed.tv_sec > grain_s;
}

static struct known *
known_find(struct broker *b, const struct identity *file)
{
	for (size_t i = 0; i < KNOWN_MAX; i++)
		if (b->known[i].module >= 0 && same_file(&b->known[i].of, file))
			return &b->known[i];
	return NULL;
}

static void
known_forget(struct broker *b, struct known *k)
{
	close(k->module);
	close(k->code);
	b->known_bytes -= k->of.size;
	k->module = -1;
}

static struct known *
known_oldest(struct broker *b)
{
	struct known *oldest = NULL;

	for (size_t i = 0; i < KNOWN_MAX; i++)
		if (b->known[i].module >= 0 && (!oldest || b->known[i].used < oldest->used))
			oldest = &b->known[i];
	return oldest;
}

static struct known *
known_free(struct broker *b)
{
	for (size_t i = 0; i < KNOWN_MAX; i++)
		if (b->known[i].module < 0)
			return &b->known[i];
	return NULL;
}

/* Takes over both descriptors. */
static void
known_add(struct broker *b, const struct identity *file, int module, int code)
{
	struct known *k = known_free(b);

	if (code < 0 || !is_settled(file) || file->size > KNOWN_BYTES_MAX) {
		close(module);
		if (code >= 0)
			close(code);
		return;
	}
	while (!k || b->known_bytes + file->size > KNOWN_BYTES_MAX) {
		known_forget(b, known_oldest(b));
		k = known_free(b);
	}
	*k = (struct known){ *file, module, code, b->requests };
	b->known_bytes += file->size;
}

/* --- broker --- */

static void
refuse(int reply, wasix_result result, const char *text)
{
	struct answer a = { .result = (int32_t)result };

	strncpy(a.text, text, sizeof a.text - 1);
	message_send(reply, &a, sizeof a, NULL, 0);
}

static void
answer(int reply, uint64_t size, int module, int code)
{
	struct answer a = { .module_size = size };

	message_send(reply, &a, sizeof a, (const int[]){ module, code }, 2);
}

/* -1 after a refusal; else the module's. */
static int
serve_code(wasix_module *module, int file, int reply)
{
	wasix_error err = { 0 };
	int code = module_code_fd(module, &err);

	if (code < 0)
		refuse(reply, err.code, err.text);
	else
		answer(reply, module->len, file, code);
	return code;
}

static struct turns *
turns_make(void)
{
	pthread_mutexattr_t attributes;
	struct turns *t =
		mmap(NULL, sizeof *t, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (t == MAP_FAILED)
		return NULL;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	for (size_t i = 0; i < COMPILERS_MAX; i++)
		pthread_mutex_init(&t->turn[i], &attributes);
	pthread_mutexattr_destroy(&attributes);
	return t;
}

/* Until the process ends. A compiler needs many times the memory of its module, and a guest has as
 * many modules as it likes. */
static void
turn_take(struct turns *t)
{
	int e = EBUSY;
	size_t i;

	for (i = 0; i < COMPILERS_MAX && e == EBUSY; i++)
		e = pthread_mutex_trylock(&t->turn[i]);
	if (e == EBUSY) {
		i = 1 + (size_t)getpid() % COMPILERS_MAX;
		e = pthread_mutex_lock(&t->turn[i - 1]);
	}
	if (e == EOWNERDEAD)
		pthread_mutex_consistent(&t->turn[i - 1]);
}

/* While it waited, somebody may have put it in the cache. */
[[noreturn]] static void
compile_and_serve(struct broker *b, const uint8_t *bytes, size_t size, int file, int reply)
{
	wasix_module *module;
	wasix_error err = { 0 };

	(void)signal(SIGCHLD, SIG_DFL);
	if (b->turns)
		turn_take(b->turns);
	wasix_result result = wasix_module_new(b->engine, bytes, size, &module, &err);
	if (result == WASIX_OK) {
		(void)serve_code(module, file, reply);
		wasix_module_delete(module);
	} else {
		refuse(reply, result, err.text);
	}
	compiler_stop(&b->engine->compiler); /* its turn is over when it has gone */
	_exit(0);
}

/* What has to be compiled takes its time: others are served meanwhile. */
static void
serve_compiled_elsewhere(struct broker *b, const uint8_t *bytes, size_t size, int file, int reply)
{
	pid_t child = fork();

	if (child < 0)
		refuse(reply, WASIX_LIMIT, "the compiler cannot be started");
	if (child == 0)
		compile_and_serve(b, bytes, size, file, reply);
}

/* A code object's descriptor for known_add, or -1. */
static int
serve_module(struct broker *b, const uint8_t *bytes, size_t size, int file, int reply)
{
	wasix_module *module;
	wasix_error err = { 0 };
	int code = -1;

	wasix_result result = wasix_module_new(b->engine, bytes, size, &module, &err);
	if (result != WASIX_OK) {
		refuse(reply, result, err.text);
		return -1;
	}
	if (wasix_module_is_compiled(module))
		code = serve_code(module, file, reply);
	else
		serve_compiled_elsewhere(b, bytes, size, file, reply);
	code = code >= 0 ? fcntl(code, F_DUPFD_CLOEXEC, 0) : -1;
	wasix_module_delete(module);
	return code;
}

/* A sealed copy. -1: it cannot be made. */
static int
copy_sealed(int from, uint64_t size)
{
	int to = memfd_create("wasix-module", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	off_t at = 0;

	while (to >= 0 && (uint64_t)at < size) {
		ssize_t n = sendfile(to, from, &at, size - (uint64_t)at);
		if (n == 0 || (n < 0 && errno != EINTR))
			break;
	}
	if (to >= 0 && (uint64_t)at == size &&
		fcntl(to, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) ==
			0)
		return to;
	if (to >= 0)
		close(to);
	return -1;
}

static void
serve_copied(struct broker *b, const struct identity *file, int from, int reply)
{
	int module = copy_sealed(from, file->size);
	void *bytes =
		module < 0 ? MAP_FAILED : mmap(NULL, file->size, PROT_READ, MAP_PRIVATE, module, 0);

	if (bytes == MAP_FAILED) {
		refuse(reply, WASIX_LIMIT, "the module cannot be copied");
		if (module >= 0)
			close(module);
		return;
	}
	int code = serve_module(b, bytes, file->size, module, reply);
	munmap(bytes, file->size);
	known_add(b, file, module, code);
}

static void
serve(struct broker *b, int file, int reply)
{
	struct stat s;

	if (fstat(file, &s) != 0 || !S_ISREG(s.st_mode) || s.st_size <= 0 ||
		(uint64_t)s.st_size > MODULE_MAX) {
		refuse(reply, WASIX_LIMIT, "the module is no file of a possible size");
		return;
	}
	struct identity of = { s.st_dev, s.st_ino, (uint64_t)s.st_size, s.st_mtim, s.st_ctim };
	struct known *k = known_find(b, &of);
	b->requests++;
	if (k) {
		k->used = b->requests;
		answer(reply, of.size, k->module, k->code);
	} else {
		serve_copied(b, &of, file, reply);
	}
}

/* Nothing of the guest's stays open here, least of all its output. */
static void
detach(int socket)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		(void)(null < 0 ? close(fd) : dup2(null, fd));
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
	static struct broker b;
	int fds[FDS_MAX], count;
	char byte;

	detach(socket);
	engine->options.progress = NULL;
	engine->options.warn = NULL;
	engine->compiler.socket = -1;
	b.engine = engine;
	b.turns = turns_make();
	for (size_t i = 0; i < KNOWN_MAX; i++)
		b.known[i].module = -1;
	while ((count = message_receive(STDERR_FILENO + 1, &byte, sizeof byte, fds)) >= 0) {
		if (count == FDS_MAX)
			serve(&b, fds[0], fds[1]);
		for (int i = 0; i < count; i++)
			close(fds[i]);
	}
	_exit(0);
}

wasix_result
wasix_engine_start_broker(wasix_engine *engine, wasix_error *err)
{
	int pair[2];

	error_clear(err);
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

bool
broker_ask(wasix_engine *engine, int file, struct broker_answer *out, wasix_error *err)
{
	struct answer a = { 0 };
	int pair[2], fds[FDS_MAX];
	const char byte = 0;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
		fail(err, WASIX_LIMIT, "cannot make a socket for the broker: %s", strerror(errno));
		return false;
	}
	bool sent =
		message_send(engine->broker, &byte, sizeof byte, (const int[]){ file, pair[1] }, 2);
	close(pair[1]);
	int count = sent ? message_receive(pair[0], &a, sizeof a, fds) : -1;
	close(pair[0]);
	if (count == FDS_MAX && a.result == WASIX_OK) {
		*out = (struct broker_answer){ a.module_size, fds[0], fds[1] };
		return true;
	}
	if (count < 0)
		fail(err, WASIX_COMPILE, "the broker of compiled code is gone");
	else
		fail(err, a.result ? (wasix_result)a.result : WASIX_COMPILE, "%.*s",
			(int)sizeof a.text - 1, a.text);
	return false;
}

int
broker_code(const struct wasix_module *m, wasix_error *err)
{
	struct broker_answer a = { .code = -1 };
	int module = module_file(m, err);

	if (module < 0)
		return -1;
	if (broker_ask(m->engine, module, &a, err))
		close(a.module);
	close(module);
	return a.code;
}
